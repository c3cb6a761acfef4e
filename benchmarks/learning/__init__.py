"""What the order of drills does for simulated members."""
