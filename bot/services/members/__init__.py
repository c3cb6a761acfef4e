"""Members as such: meeting them, when they are away, and what they decide about their data."""
