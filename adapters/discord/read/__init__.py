"""What Discord says, in the engine's words: pure."""
