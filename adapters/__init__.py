"""Adapters: everything that talks to the outside; they never import each other."""
