"""Ticks, openings and the start, with many series and with few."""
