"""What the worker has to know of a transaction once it is durable."""


class DueNote:
    """Raised by tables, read and lowered by the worker; all on the store's thread."""

    def __init__(self) -> None:
        #: A due instant was written.
        self.raised = False
        #: Somebody's data were erased: the log that holds the pages from before is not to outlive that.
        self.erased = False
