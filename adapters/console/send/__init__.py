"""The Messenger port, on the terminal's own chat."""
