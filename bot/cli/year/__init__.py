"""`askaday demo --generate`: a seeded year of a team that never was, lived through by the real engine."""
