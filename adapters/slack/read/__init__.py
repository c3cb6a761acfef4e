"""What Slack says, in the engine's words: pure."""
