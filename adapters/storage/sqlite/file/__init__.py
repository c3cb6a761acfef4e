"""The database's file: opening, locking, copying, replacing, and what goes wrong with it."""
