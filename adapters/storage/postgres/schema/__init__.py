"""The tables as PostgreSQL has them, a module for each part, and the steps in which they come to be."""
