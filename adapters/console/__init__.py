"""The terminal as a chat platform: the embedded default, for which nobody needs an account."""
