"""What people do in the terminal, told to the engine."""
