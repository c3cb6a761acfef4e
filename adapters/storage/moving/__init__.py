"""Everything from one database into another of another kind, and back: `askaday migrate`."""
