"""Figures for managers as cards: one screen each, with buttons that lead to the others."""
