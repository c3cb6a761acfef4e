"""What operators use and the running bot does not: checks and the preview."""
