"""Web pages saved as text: numbered questions, each followed by a line `Answer`; marks and fences are lost."""
