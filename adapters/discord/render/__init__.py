"""Cards, forms and commands as Discord shows them: pure."""
