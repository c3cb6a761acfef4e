"""Graders: how an answer is compared with a question's key points."""
