"""Fake platforms that speak the real protocols on a free port."""
