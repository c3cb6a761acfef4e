"""Questions that people of a workspace write: suggestions, and what becomes of them."""
