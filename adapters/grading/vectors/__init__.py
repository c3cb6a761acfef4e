"""Words as vectors, from a table or from the model."""
