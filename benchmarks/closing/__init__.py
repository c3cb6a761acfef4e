"""Rounds of many answers that close."""
