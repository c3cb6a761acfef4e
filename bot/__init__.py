"""Askaday's engine: picks, tracks, grades, scores and reveals questions.

It knows no chat platform, no database and no web.
"""

__version__ = "0.1.0"
