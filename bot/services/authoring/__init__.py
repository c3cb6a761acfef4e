"""A workspace's own questions: suggested, reviewed, kept as packs, sent as files."""
