"""The forms in which questions are suggested, changed and turned down."""

from dataclasses import replace

from bot.cards.forms import Field, FieldsForm
from bot.domain.authoring.suggestion import Written
from bot.domain.text import clean, one_line

#: How long each field may be: as much as every platform takes.
LONGEST = {"title": 150, "prompt": 2000, "answer": 3000, "topic": 60, "choices": 1500, "points": 3000, "reason": 1000}
_TITLE_WORDS = 6
_CUT = " …"


def suggest_form(written: Written, *, title: str = "Suggest a question") -> FieldsForm:
    """Ask for a question, filled in with what there is already; what is too long for its field is cut, and said."""
    asked = (
        Field("title", "Title", "2 to 6 words: the situation, not the answer", written.title),
        Field("prompt", "Question", "What people are asked, in two or three sentences", written.prompt, is_long=True),
        Field(
            "answer",
            "Answer",
            "What the reveal says; its sentences become the key points",
            written.answer,
            is_long=True,
        ),
        Field("topic", "Topic", "One word, such as databases", written.topic, may_be_empty=True),
        Field(
            "choices",
            "Choices, if it has any",
            "One a line; a star (*) before each that is right",
            written.choices,
            is_long=True,
            may_be_empty=True,
        ),
    )
    fields = tuple(_fitting(one) for one in asked)
    is_cut = any(one.text != other.text for one, other in zip(fields, asked, strict=True))
    note = "It was longer than fits here; … shows where it was cut." if is_cut else ""
    return FieldsForm(title, "Send", fields, note)


def points_form(said: str) -> FieldsForm:
    """Ask for key points: those that were typed, or those that the answer proposes."""
    hint = "One a line. Empty: they are taken from the answer"
    field = Field("points", "What a good answer says", hint, said, is_long=True, may_be_empty=True)
    return FieldsForm("Key points", "Send", (_fitting(field),))


def reject_form() -> FieldsForm:
    """Ask why a suggestion is turned down."""
    field = Field("reason", "Why not?", "Its author reads this", is_long=True)
    return FieldsForm("Reject this question", "Reject", (_fitting(field),))


def _fitting(field: Field) -> Field:
    longest = LONGEST[field.name]
    text = field.text if len(field.text) <= longest else _cut(field.text, longest)
    return replace(field, text=text, longest=longest)


def _cut(text: str, longest: int) -> str:
    """Cut a text behind a word, where it has any so late."""
    begun = text[: longest - len(_CUT)]
    words = begun.rpartition(" ")[0]
    return (words if len(words) > longest // 2 else begun).rstrip() + _CUT


def draft_of(first: str, others: tuple[str, ...] = ()) -> Written:
    """Make a draft of a message, and of what was answered to it: the title is how it begins."""
    prompt = clean(first).strip()
    words = one_line(prompt).split()[:_TITLE_WORDS]
    title = " ".join(words).strip(" ?!.,:;#*_>`-")
    answer = "\n\n".join(filter(None, (clean(one).strip() for one in others)))
    return Written(title, prompt, answer)
