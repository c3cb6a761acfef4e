"""What an adapter hands the engine when a person does something, and what it gets back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.authoring.suggestion import Written
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.text import storable


@dataclass(frozen=True, slots=True)
class Request:
    """A typed command."""

    actor: Actor
    #: Where it was typed; a series is looked for there.
    channel: str
    #: The command without its slash: "qotd" or "aws-quiz" (or the names chosen in the settings).
    word: str
    #: Everything behind it, as typed.
    text: str
    #: The arguments by name (`bot.commands.catalogue`), where the platform takes them apart; `text` is then the
    #: subcommand alone.
    values: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        """Take every text that a platform sends."""
        object.__setattr__(self, "text", storable(self.text))
        if self.values is not None:
            kept = {key: storable(one) if isinstance(one, str) else one for key, one in self.values.items()}
            object.__setattr__(self, "values", kept)


@dataclass(frozen=True, slots=True)
class Press:
    """An action of a card that was pressed, with what the person wrote in the form it opened, if any."""

    actor: Actor
    channel: str
    #: `Action.name` and `Action.target`.
    action: str
    target: str
    text: str = ""
    #: How sure they said in that form they are: a name of `bot.cards.drill.SURENESSES`; empty: they did not say.
    sureness: str = ""
    #: What stands in the fields of a form of several (`bot.cards.forms.FIELD_FORMS`), by name.
    values: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take every text that a platform sends."""
        object.__setattr__(self, "text", storable(self.text))
        object.__setattr__(self, "values", {name: storable(text) for name, text in self.values.items()})


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A form of several fields that is to be opened."""

    channel: str
    #: `Action.name` and `Action.target`.
    action: str
    target: str = ""
    #: What fills in the form of a new suggestion.
    draft: Written = field(default_factory=Written)


@dataclass(frozen=True, slots=True)
class OnMessage:
    """Something that was chosen in the menu of a message."""

    actor: Actor
    #: Where the message is, and the thread that it is in or that belongs to it.
    channel: str
    thread: str
    message: str
    #: Who wrote it, by id.
    author: str
    #: What it says, and what people wrote in its thread with what they wrote it under: ids and texts, oldest first.
    text: str = ""
    around: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that somebody sent directly; it is fetched once it is known that they may send one."""

    name: str
    fetch: Callable[[], Awaitable[bytes]]
    #: How many more came with it.
    others: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """A text file for who asked."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Handout:
    """Files for who asked, and what is said with them; a platform that takes none shows the reply's card instead."""

    card: Card
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show who asked."""

    card: Card
    #: False: to them alone.
    public: bool = False
    #: It goes on with what was pressed, and takes its place where that is a message which they alone see.
    replaces: bool = False
    #: None: the card is all of it.
    handout: Handout | None = None
