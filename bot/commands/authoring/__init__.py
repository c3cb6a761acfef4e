"""Suggesting questions, reviewing them, and packs that are sent as files."""
