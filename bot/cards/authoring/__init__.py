"""What is said of questions that people suggest, and of packs that they send."""
