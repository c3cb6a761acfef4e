"""Memory of a process that nobody asks for anything."""
