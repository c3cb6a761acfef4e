"""What people can ask of Askaday, the same on every platform: words in, a card out."""
