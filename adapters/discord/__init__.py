"""Askaday in Discord."""
