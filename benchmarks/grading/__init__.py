"""How well each grader agrees with people; what it has learnt from."""
