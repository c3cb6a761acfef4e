"""Time and memory of importing a bank."""
