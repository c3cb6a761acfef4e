"""What `askaday doctor` looks at, by subject."""
