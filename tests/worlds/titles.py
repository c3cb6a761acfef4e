"""The titles of a round's messages, whose question is that of `builders.question`, in the order in which they come."""

ABOUT = "Storage · associate"
QUESTION = f"Question of the day: {ABOUT}"
CLOSED = f"Closed: {ABOUT}"
REVEAL = f"Reveal: {ABOUT}"
MODEL_ANSWER = f"Model answer: {ABOUT}"
BOARD = f"Revealed: {ABOUT}"
#: What the close brings into the round's thread.
REVEALED = [REVEAL, MODEL_ANSWER]
