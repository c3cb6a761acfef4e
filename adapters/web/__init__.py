"""Pages for browsers: what the engine knows, for who would rather look than type."""
