"""What was last written that figures are made of."""

from collections.abc import Mapping
from typing import Protocol


class WritesTable(Protocol):
    """Knows by workspace what was last written that figures are made of, by whatever process."""

    def latest(self, workspace: str) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
        """Give what was written last by its source, and there by what it is about, in numbers without a sense.

        Where they are the same twice nothing was written in between. A source is a table, and it is about nothing, but
        for `rounds` with their points and audiences, by "series:day", `memories` by question, and `drills` by the
        Monday (UTC) of the week in which they were finished. Only what is durable counts: ask within `Store.read`.
        """
        ...
