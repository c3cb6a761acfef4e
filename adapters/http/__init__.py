"""HTTP: one server for whatever is reached over it."""
