"""Tables as sqlite-utils has them, for where speed does not count."""

from sqlite_utils import Database
from sqlite_utils.db import Table

from adapters.storage.sqlite.file.errors import DamagedValueError


def existing(database: Database, name: str) -> Table:
    """Give a table that must be there: sqlite-utils reads a missing one as empty, and makes it anew to write to it.

    Raises:
        DamagedValueError: it is not.
    """
    table = database.table(name)
    if not table.exists():
        raise DamagedValueError(name)
    return table
