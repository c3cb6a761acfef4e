"""Interactions of Discord's, against discord.py alone."""
