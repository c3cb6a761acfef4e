"""Rounds, from opening to reveal."""
