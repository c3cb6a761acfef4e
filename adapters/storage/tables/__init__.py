"""The tables, a module for each, and how values stand in their columns."""
