"""What an import file holds before anything is guessed or checked: fields as they stand, by question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.errors import PackProblem
from bot.packs.validation import Place


@dataclass(frozen=True, slots=True)
class Draft:
    """One question as the file gives it."""

    #: Fields of a question record; some may be missing or wrong.
    fields: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True)
class Drafts:
    """All that a file gives."""

    questions: Sequence[Draft]
    #: Fields of the manifest that the file gives.
    manifest: Mapping[str, Any] = field(default_factory=dict)
    manifest_place: Place = field(default_factory=lambda: Place("pack.yaml"))
    #: What could not be read at all.
    problems: Sequence[PackProblem] = ()
    #: Sentences on how the file was understood, for the report.
    remarks: Sequence[str] = ()
