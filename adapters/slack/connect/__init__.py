"""Slack's connections, tokens, pace and permissions, and what its refusals mean."""
