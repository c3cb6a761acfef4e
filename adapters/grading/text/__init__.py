"""From text to the words and clauses that carry its meaning."""
