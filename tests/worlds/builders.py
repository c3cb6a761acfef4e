"""Plain functions that build what tests need, with defaults for all they do not care about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.config.settings import Settings
from bot.domain.calendar.schedule import CloseAt, Schedule
from bot.domain.card import Card, Text
from bot.domain.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.domain.members import Actor
from bot.domain.question import Choice, KeyPoint, Level, Pack, Question, Reference
from bot.domain.series import SeriesSettings
from bot.engine import Engine

WORKSPACE = "console:test"
CHANNEL = "general"
MONDAY = datetime(2026, 12, 7, 8, 0, tzinfo=UTC)


class _Chosen(Settings):
    """Settings that come from nowhere else: not from the environment of whoever runs the tests, nor from a file."""

    @classmethod
    def settings_customise_sources(  # type: ignore[override]  # all others are left alone
        cls, _class: type[BaseSettings], /, init_settings: PydanticBaseSettingsSource, **_others: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def options(**chosen: Any) -> Settings:
    """Give an operator's settings, without the grading model: what it finds depends on whether it is installed."""
    return _Chosen(**{"model_dir": Path("no-model"), **chosen})


def without_word_of_words(app: Engine) -> None:
    """Let managers not hear that answers are compared by words: most tests are about other messages."""
    object.__setattr__(app.services.opening, "by_words_on", frozenset())


def actor(name: str = "Ana", **changes: Any) -> Actor:
    return replace(Actor(WORKSPACE, member=name.casefold(), name=name), **changes)


ADMIN = actor("Root", is_admin=True)
ANA, BO, CY = actor("Ana"), actor("Bo"), actor("Cy")


def question(number: int = 1, **changes: Any) -> Question:
    """Build a question about one fact, whose own words nothing else uses."""
    basis = Question(
        id=f"question-{number}",
        pack="basics",
        level=Level.ASSOCIATE,
        topics=("storage",),
        prompt=f"What does the archive number {number} keep?",
        model_answer=f"It stores turquoise lanterns ({number}). Elephants guard marble gates.",
        key_points=(
            KeyPoint(
                "It stores turquoise lanterns.", alt=("blue-green lamps inside",), contrary=("purple drums inside",)
            ),
            KeyPoint(
                "Elephants guard marble gates.", alt=("pachyderms at the portal",), contrary=("tigers at the fence",)
            ),
        ),
        verified=date(2026, 1, 1),
        review_by=date(2036, 1, 1),
        hint="Think of light.",
        references=(Reference("Docs", "https://docs.aws.amazon.com/"),),
    )
    return replace(basis, **changes)


def with_choices(basis: Question) -> Question:
    return replace(basis, choices=(Choice("lanterns", right=True, why="yes"), Choice("drums", why="no")))


def pack(*questions: Question, name: str = "basics") -> Pack:
    return Pack(name, "Basics", "For tests", "1", "MIT", "en", questions or tuple(question(n) for n in range(1, 41)))


@dataclass
class Packs:
    """A pack source that holds what it is given."""

    held: dict[str, Pack] = field(default_factory=lambda: {"basics": pack()})

    def packs(self) -> Mapping[str, Pack]:
        return self.held


def schedule(**changes: Any) -> Schedule:
    return replace(Schedule("UTC", time(9), closes=CloseAt(time(17))), **changes)


def settings(**changes: Any) -> SeriesSettings:
    return replace(SeriesSettings(schedule=schedule(), packs=("basics",), managers=frozenset({"root"})), **changes)


def owed(kind: DeliveryKind = DeliveryKind.REVEAL, title: str = "Reveal: Storage", **changes: Any) -> Delivery:
    """Build a message that was refused."""
    basis = Delivery(1, "key", WORKSPACE, kind, CHANNEL, Card(title), DeliveryState.WAITING, MONDAY, 1)
    return replace(basis, **changes)


def text_card(title: str = "A title", markdown: str = "Some text.") -> Card:
    return Card(title, (Text(markdown),))
