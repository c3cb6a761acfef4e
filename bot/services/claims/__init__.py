"""What members say against grades, and what reviewers make of it."""
