"""What the form of an `answer`, `why` or `away` action shows, and what is said of forms, free of any platform."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.cards.drill import SURENESS_LABELS, name_of_sureness
from bot.cards.question import question_body
from bot.domain.card import Block, Card, Heading, Text
from bot.domain.practice.drills import Drill
from bot.domain.question import Question
from bot.domain.text import plain

_PRIVATE = "In your own words; only you see it."
#: Stands in a form's window until its outcome is known, and when that is shown elsewhere.
ONE_MOMENT = Card("One moment", (Text("This takes longer than usual. You can close this window."),))
DONE_ELSEWHERE = Card("Done", (Text("It is shown where you asked."),))


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """A form that asks for one answer."""

    #: What is to be answered.
    blocks: tuple[Block, ...]
    #: What is said at the field.
    hint: str
    #: What the member has answered privately so far.
    text: str = ""
    #: How sure one can say one is: labels by what a `Press` carries of it. Empty: nobody is asked.
    surenesses: Mapping[str, str] = field(default_factory=dict)
    #: Which of them was said before; empty: none.
    sureness: str = ""
    #: What the form and its field are called.
    label: str = "Your answer"
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A place to type into."""

    name: str
    label: str
    #: What is said at it.
    hint: str
    #: What stands in it when it is opened.
    text: str = ""
    #: How many characters it takes.
    longest: int = 0
    #: It has several lines.
    is_long: bool = False
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class FieldsForm:
    """A form of at most five fields, which is as many as every platform shows."""

    title: str
    #: What its button says.
    send: str
    fields: tuple[Field, ...]
    #: What is to be known before it is filled in; empty: nothing.
    note: str = ""


#: The actions that open such a form before they are done.
FIELD_FORMS = frozenset({"suggest", "revise", "points", "reject", "mark", "void", "keep"})


def written_in(values: Mapping[str, str]) -> str:
    """Give all that somebody wrote in a form, to hand it back."""
    return "\n\n".join(filter(None, values.values()))


def round_form(question: Question, text: str = "") -> AnswerForm:
    """Ask for a private answer to a round; `text` is what was answered so far."""
    return AnswerForm(question_body(question), "In your own words; you can change it until the question closes.", text)


def why_form(why: str, *, is_sealed: bool) -> AnswerForm:
    """Ask why somebody chose what they chose; `why` is what they said so far."""
    seen = "everybody reads it at the reveal" if is_sealed else "only reviewers read it"
    asked = Text(f"One sentence, if you like. It changes no score, and {seen}.")
    return AnswerForm((asked,), "Because …", why, label="Why you chose it", may_be_empty=True)


def away_form() -> AnswerForm:
    """Ask until when somebody is away."""
    said = Text("Until then nothing is sent to you unasked, and no question counts as missed: your streak stays.")
    return AnswerForm((said,), "A day, like monday, 7 January 2030 or 2030-01-07.", label="Your first day back")


def probe_form(drill: Drill) -> AnswerForm:
    """Ask for what comes back to a follow-up, with the question it belongs to below."""
    return AnswerForm((Text(drill.open_probe), Heading("The question was"), Text(drill.question.prompt)), _PRIVATE)


def drill_form(drill: Drill) -> AnswerForm:
    """Ask for the answer to a private question, and outside an exam how sure the member is of it."""
    body = question_body(drill.question)
    if drill.exam_id is not None:
        return AnswerForm(body, _PRIVATE)
    return AnswerForm(body, _PRIVATE, "", SURENESS_LABELS, name_of_sureness(drill.sureness))


def mistakes_card(said: Sequence[str], written: str) -> Card:
    """Say what was wrong with a form that is no longer open, and give back what was written in it."""
    kept = (Text("You wrote:"), Text(plain(written))) if written else ()
    return Card("", (*(Text(plain(line)) for line in said), *kept))


def no_form(action: str) -> str:
    """Say that the form of an action cannot be opened, and what goes on without it."""
    way = "; where a question has Quick answer, that still works" if action == "answer" else ""
    return f"Askaday cannot open a form here{way}."
