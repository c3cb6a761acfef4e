"""`askaday packs`."""
