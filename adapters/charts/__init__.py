"""Pictures of figures, drawn by matplotlib, which is imported here and nowhere else."""
