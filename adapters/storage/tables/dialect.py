"""What SQLite and PostgreSQL say differently, side by side; all else the statements say for both.

Statements that need it are made once for each dialect (`functools.cache`), as the databases keep them by their text.
"""

from abc import ABC, abstractmethod


class Dialect(ABC):
    """Pieces of statements: columns, parameters (`?`, `:name`) and keys go in as they stand in the statement."""

    @abstractmethod
    def texts(self, array: str, key: str | None = None) -> str:
        """Give, as what stands after FROM, the column `value` of texts from JSON: an array, or that under a key."""

    @abstractmethod
    def numbers(self, array: str) -> str:
        """Give, as a query, whole numbers from an array of JSON."""

    @abstractmethod
    def text_of(self, record: str, key: str) -> str:
        """Give a text from a record of JSON; NULL: it has none."""

    @abstractmethod
    def number_of(self, record: str, key: str) -> str:
        """Give a number from a record of JSON; NULL: it has none."""

    @abstractmethod
    def first_of(self, record: str, key: str) -> str:
        """Give the first text of an array in a record of JSON; NULL: it has none."""

    @abstractmethod
    def array(self, values: str) -> str:
        """Give, as text, the JSON array of what is in the rows of a group; several of one group have one order."""

    @abstractmethod
    def place(self, text: str, part: str) -> str:
        """Give where a text has a part, from 1; 0: nowhere."""

    @abstractmethod
    def unchecked(self, text: str) -> str:
        """Give a text, or its bytes where they may be no UTF-8."""

    @abstractmethod
    def truth(self, column: str) -> str:
        """Give a column of 0 and 1 as the condition of a partial index has it."""

    @abstractmethod
    def seconds_now(self) -> str:
        """Give the database's own clock, in whole seconds since 1970."""

    @abstractmethod
    def exactly_now(self) -> str:
        """Give the database's own clock, in seconds since 1970 with what is less than one."""

    @abstractmethod
    def age(self, table: str) -> str:
        """Give what rows that are only added are ordered by, the oldest first."""

    @abstractmethod
    def found(self, words: str) -> str:
        """Give the condition that a question of `past` has all of the words, each a phrase in quotation marks."""

    @abstractmethod
    def shrinking(self) -> tuple[str, str] | None:
        """Give what counts the free pages of the file, and what gives one back; None: it is done by itself."""

    @abstractmethod
    def claiming(self) -> str:
        """Give what ends a query for rows to be claimed: those that somebody else is claiming are passed over."""

    @abstractmethod
    def gone(self, owner: str, this: str) -> str:
        """Give the condition that the process which claimed something is gone; `this` is who asks."""


class _Sqlite(Dialect):
    def texts(self, array: str, key: str | None = None) -> str:
        return f"json_each({array})" if key is None else f"json_each({array}, '$.{key}')"

    def numbers(self, array: str) -> str:
        return f"SELECT value FROM json_each({array})"  # noqa: S608 - pieces of the tables' own statements

    def text_of(self, record: str, key: str) -> str:
        return f"json_extract({record}, '$.{key}')"

    def number_of(self, record: str, key: str) -> str:
        return f"json_extract({record}, '$.{key}')"

    def first_of(self, record: str, key: str) -> str:
        return f"json_extract({record}, '$.{key}[0]')"

    def array(self, values: str) -> str:
        return f"json_group_array({values})"

    def place(self, text: str, part: str) -> str:
        return f"instr({text}, {part})"

    def unchecked(self, text: str) -> str:
        return f"CAST({text} AS BLOB)"

    def truth(self, column: str) -> str:
        return column

    def seconds_now(self) -> str:
        return "CAST(strftime('%s', 'now') AS INTEGER)"

    def exactly_now(self) -> str:
        return "(julianday('now') - 2440587.5) * 86400.0"

    def age(self, table: str) -> str:
        return f"{table}.rowid"

    def found(self, words: str) -> str:
        return f"round_id IN (SELECT rowid FROM past_fts WHERE past_fts MATCH {words})"  # noqa: S608 - as above

    def shrinking(self) -> tuple[str, str] | None:
        # Of more than one, Python's sqlite3 takes the first step alone: no step has a row.
        return "PRAGMA freelist_count", "PRAGMA incremental_vacuum(1)"

    def claiming(self) -> str:
        return ""  # one process at a time writes

    def gone(self, owner: str, this: str) -> str:
        return f"{owner} <> {this}"  # as above


class _Postgres(Dialect):
    def texts(self, array: str, key: str | None = None) -> str:
        within = "" if key is None else f" -> '{key}'"
        return f"json_array_elements_text(CAST({array} AS json){within})"

    def numbers(self, array: str) -> str:
        return f"SELECT CAST(value AS BIGINT) FROM {self.texts(array)}"  # noqa: S608 - as above

    def text_of(self, record: str, key: str) -> str:
        return f"CAST({record} AS json) ->> '{key}'"

    def number_of(self, record: str, key: str) -> str:
        return f"CAST({self.text_of(record, key)} AS DOUBLE PRECISION)"

    def first_of(self, record: str, key: str) -> str:
        return f"CAST({record} AS json) -> '{key}' ->> 0"

    def array(self, values: str) -> str:
        return f"CAST(json_agg({values}) AS TEXT)"

    def place(self, text: str, part: str) -> str:
        return f"strpos({text}, {part})"

    def unchecked(self, text: str) -> str:
        return text

    def truth(self, column: str) -> str:
        return f"{column} = 1"

    def seconds_now(self) -> str:
        return "CAST(extract(epoch FROM now()) AS BIGINT)"

    def exactly_now(self) -> str:
        return "CAST(extract(epoch FROM now()) AS DOUBLE PRECISION)"

    def age(self, table: str) -> str:
        return f"{table}.number"

    def found(self, words: str) -> str:
        return f"searched @@ websearch_to_tsquery('askaday', {words})"

    def shrinking(self) -> tuple[str, str] | None:
        return None

    def claiming(self) -> str:
        return "FOR UPDATE SKIP LOCKED"

    def gone(self, owner: str, this: str) -> str:
        # Each process's connection has its name.
        there = "SELECT substr(application_name, 9) FROM pg_stat_activity WHERE application_name LIKE 'askaday-%'"
        return f"{owner} <> {this} AND {owner} NOT IN ({there})"


SQLITE: Dialect = _Sqlite()
POSTGRES: Dialect = _Postgres()
