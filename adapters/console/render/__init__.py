"""Cards and texts as the terminal shows them: pure."""
