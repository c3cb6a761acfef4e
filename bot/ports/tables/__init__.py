"""The tables of the store, by subject.

All methods run inside a transaction on the store's own thread; none may be awaited there. Instants are aware UTC.
"""
