"""Stores: where what happened is kept."""
