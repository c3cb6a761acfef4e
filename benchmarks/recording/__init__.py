"""Answers recorded a second, against one commit a row."""
