"""Question packs: data only."""
