"""Whole worlds for tests: engine, store and platforms put together, and how to read them."""
