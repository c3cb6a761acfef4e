"""Settings: what the environment says, and what is wrong with it."""
