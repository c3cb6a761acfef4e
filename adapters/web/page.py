"""What a page shows, before it is HTML or CSV."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Rows = Callable[[], Sequence[Sequence[object]]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: a template with what it needs."""

    title: str
    #: The name of a template in `adapters/web/templates`, which extends `base.html.jinja`.
    template: str
    #: What the template names; everything that people typed is escaped there.
    values: Mapping[str, object] = field(default_factory=dict)
    #: Gives the same as a table, its header first, for whoever asks for CSV; None: there is no CSV of it. Formulas are
    #: defused when it is written.
    rows: Rows | None = None
    #: Another one than 200 where something was refused, and the page is the way to put it right.
    status: int = 200
