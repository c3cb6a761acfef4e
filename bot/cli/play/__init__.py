"""`askaday run` and `askaday demo`."""
