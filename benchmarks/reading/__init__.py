"""Boards, participation and statistics, and commands beside them."""
