"""What a question is and what a pack is; how they are read and written stands in `bot.packs`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from bot.domain.text import first_paragraph


class Level(StrEnum):
    """How much experience a question asks for, in rising order."""

    FOUNDATION = "foundation"
    ASSOCIATE = "associate"
    PROFESSIONAL = "professional"


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One checkable statement that a good answer contains."""

    text: str
    #: Other wordings; each alone shows that the point is met.
    alt: tuple[str, ...] = ()
    #: Statements that someone who has it backwards would make.
    contrary: tuple[str, ...] = ()
    #: Relative weight within the question, above 0.
    weight: float = 1.0
    #: The point in two to four words; empty: there is none.
    label: str = ""
    #: A short question that leads to the point without saying it; empty: there is none.
    probe: str = ""

    @property
    def name(self) -> str:
        """Give what a list calls it: its label, or else all of it."""
        return self.label or self.text


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a multiple-choice question."""

    text: str
    right: bool = False
    #: Why it is right or wrong, in a sentence.
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A page that supports the model answer."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a pack. Texts are standard Markdown."""

    id: str
    #: The name of the pack it belongs to.
    pack: str
    level: Level
    #: From the pack's vocabulary where it has one; the first is the main one.
    topics: tuple[str, ...]
    prompt: str
    model_answer: str
    key_points: tuple[KeyPoint, ...]
    verified: date
    review_by: date
    services: tuple[str, ...] = ()
    #: How many key points a full answer needs; None means all.
    at_least: int | None = None
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    #: The stem of the choices where the prompt itself does not serve as one.
    choices_prompt: str = ""
    references: tuple[Reference, ...] = ()
    author: str = ""
    #: The situation in two to six words; empty: there is none, and topic and level name the question.
    title: str = ""
    #: What a reveal says first, in one paragraph; empty: there is none. `summary` is what can always be shown.
    short_answer: str = ""
    #: A stronger hint for those whom the first one does not help.
    second_hint: str = ""
    #: Questions of a pack with the same family are relatives, which stay apart.
    family: str = ""
    #: The id of the question that this one was a part of: a relative, too.
    split_from: str = ""
    #: The parts of exam guides that it belongs to, like SAP-C02/2.4.
    exam: tuple[str, ...] = ()
    #: How long an answer takes; None: unknown.
    minutes: int | None = None
    #: Its key points were proposed by a program, and no person has finished them yet.
    draft: bool = False

    @property
    def hints(self) -> tuple[str, ...]:
        """Give the hints, the weaker one first."""
        return tuple(filter(None, (self.hint, self.second_hint)))

    @property
    def summary(self) -> str:
        """Give the short answer, or else the first paragraph of the model answer."""
        return self.short_answer or first_paragraph(self.model_answer)

    @property
    def ref(self) -> str:
        """Name it across packs: `pack/id`."""
        return f"{self.pack}/{self.id}"

    @property
    def main_topic(self) -> str:
        """Give the topic that it counts for where topics are compared; empty: it has none."""
        return self.topics[0] if self.topics else ""

    def is_stale(self, today: date) -> bool:
        """Say whether its facts are overdue for a check; a stale question is not asked."""
        return today > self.review_by


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of questions with its manifest."""

    name: str
    title: str
    description: str
    version: str
    licence: str
    #: BCP 47 tag of the language the questions are written in.
    language: str
    questions: tuple[Question, ...]
    #: The fixed vocabulary of topics; empty means any topic is taken.
    topics: tuple[str, ...] = ()
    #: The only hosts that references may point to; empty means any.
    reference_domains: tuple[str, ...] = ()
    #: What its questions must have; see docs/packs.md. From 2 on each has a title, a short answer and labels.
    form: int = 1

    @property
    def by_ref(self) -> Mapping[str, Question]:
        """Give the questions by `pack/id`."""
        return MappingProxyType({question.ref: question for question in self.questions})
