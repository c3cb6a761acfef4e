"""Fetching and preparing the model behind the grader by meaning."""
