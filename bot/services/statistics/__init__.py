"""One read side for figures, used by every surface."""
