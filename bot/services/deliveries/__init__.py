"""What is owed to platforms: written down, sent, kept until it can be sent."""
