"""What is said: every card, notice and sentence, free of any platform."""
