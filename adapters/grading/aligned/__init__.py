"""Graders that align the words of an answer with those of a rubric."""
