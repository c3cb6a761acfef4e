"""Noting that a transaction wrote a due instant."""


class DueNote:
    """Raised by tables, read and lowered by the worker; all on the store's thread."""

    def __init__(self) -> None:
        self.raised = False
