"""The tables and how they came to be, step by step."""
