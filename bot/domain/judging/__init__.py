"""How an answer is judged once it has been compared: credits, guards, the score, and its reason."""
