"""What an import file holds before anything is guessed or checked: fields as they stand, by question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.errors import PackProblem
from bot.packs.validation import Place


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose, as the file gives it."""

    text: str
    #: None: the file does not mark it; a key may say.
    right: bool | None = None
    why: str = ""
    #: What a key calls it, where that is not its letter or place.
    label: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One question as the file gives it; `bot.packs.importing.making` makes a question of it, whatever the form."""

    #: By the names the file has. Texts that are lists of lines (tuples) are yet to become Markdown.
    fields: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True)
class Drafts:
    """All that a file gives."""

    #: Who goes through them may let go of them one after another.
    questions: list[Draft]
    #: Fields of the manifest that the file gives.
    manifest: Mapping[str, Any] = field(default_factory=dict)
    manifest_place: Place = field(default_factory=lambda: Place("pack.yaml"))
    #: What could not be read at all.
    problems: Sequence[PackProblem] = ()
    #: Sentences on how the file was understood, for the report.
    remarks: Sequence[str] = ()
    #: How many pieces looked like questions, also those nothing could be made of.
    blocks: int = 0
