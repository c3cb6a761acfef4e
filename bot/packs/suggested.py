"""A question as somebody typed it into a form: what it becomes in a pack, and what is to be said of it, for people."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from bot.domain.authoring.suggestion import ReadSuggestion, Written
from bot.domain.question import Pack, Question
from bot.domain.text import clean, one_line
from bot.errors import PackError
from bot.packs.checking import Rule
from bot.packs.folder import LoadedPack
from bot.packs.importing.guessing import Guesser, slug
from bot.packs.records import Manifest, QuestionRecord
from bot.packs.rubric import proposed_points
from bot.packs.rules import answers, choices, code, form, key_points, prompts, tables
from bot.packs.rules.likeness import MOST_ALIKE, likeness, word_stems
from bot.packs.validation import Place, validate

#: Choices have the letters from A to H.
MOST_CHOICES: Final = 8
MOST_POINTS: Final = 12
_MOST_ALIKE_NAMED: Final = 3
#: What a field of a question is called in the form.
_FIELDS: Final[Mapping[str, str]] = {
    "title": "title",
    "prompt": "prompt",
    "model_answer": "answer",
    "topics": "topic",
    "choices": "choices",
    "key_points": "points",
}
#: Rules of `packs check` that must hold, by the field where it is put right and what people are told.
MUST: Final[Mapping[Rule, tuple[str, str]]] = {
    form.title_length: ("title", "A title has {} to {} words.".format(*form.TITLE_WORDS)),
    key_points.repeated_key_points: ("points", "Two key points say the same."),
    form.label_length: ("points", "The label of a key point has {} to {} words.".format(*form.LABEL_WORDS)),
    form.repeated_labels: ("points", "Two key points begin alike; say the second one differently."),
}
#: Rules whose findings are advice.
ADVICE: Final[Mapping[Rule, str]] = {
    prompts.prompt_length: f"Questions of {prompts.FEWEST_WORDS} to {prompts.MOST_WORDS} words read best.",
    prompts.asks_one_question: "It should ask one thing, in its last sentence.",
    answers.answer_length: f"Answers of {answers.FEWEST_WORDS} to {answers.MOST_WORDS} words teach most.",
    key_points.key_point_count: f"{key_points.FEWEST} to {key_points.MOST} key points grade best.",
    choices.choice_count: f"{choices.FEWEST} to {choices.MOST} choices are good.",
    choices.outstanding_length: "The right choice can be told by its length.",
    code.broken_code: "A block of code is not of the language it names.",
    code.code_without_language: "A block of code does not say its language, as in ```python.",
    tables.oversized_tables: "A table is too large for a chat window.",
    tables.uneven_tables: "The rows of a table differ in their number of cells.",
}


def proposed_text(answer: str) -> str:
    """Give the key points that an answer's sentences propose, one a line."""
    return "\n".join(str(point["text"]) for point in proposed_points(answer))


def tidied(written: Written) -> Written:
    """Give it without what nobody sees: control characters and overrides of the direction."""
    return Written(
        one_line(written.title),
        clean(written.prompt).strip(),
        clean(written.answer).strip(),
        one_line(written.topic),
        clean(written.choices).strip(),
        clean(written.points).strip(),
    )


def read_suggestion(written: Written, pack: Pack, packs: Iterable[Pack], today: date) -> ReadSuggestion:
    """Make a question for `pack` of what was typed, with an id that is free there; look for its like in `packs`."""
    taken = {question.id for question in pack.questions}
    fields = _fields(written)
    id_ = slug(written.title)[:36].strip("-")
    fields, _ = Guesser(today, taken=taken).complete({**fields, **({"id": id_} if id_ else {})})
    fields["title"] = written.title or None
    place = Place("suggestion")
    try:
        question = validate(QuestionRecord, fields, place).to_question(pack.name)
    except PackError as error:
        return ReadSuggestion(None, _by_field(error))
    loaded = LoadedPack(_alone(pack, question), Place(""), {question.id: place})
    wrong = {name: said for rule, (name, said) in MUST.items() if any(rule(loaded))}
    advice = tuple(said for rule, said in ADVICE.items() if any(rule(loaded)))
    return ReadSuggestion(None if wrong else question, wrong, advice, alike_to(question, packs))


def _fields(written: Written) -> dict[str, Any]:
    options = [_choice(line) for line in written.choices.split("\n") if line.strip()]
    typed = [re.sub(r"^(?:[-*+\u2022]|\d{1,2}[.)])\s+", "", line.strip()) for line in written.points.split("\n")]
    points = [{"text": line} for line in typed if line][:MOST_POINTS]
    topic = slug(written.topic) or one_line(written.topic)
    return {
        "prompt": written.prompt,
        "model_answer": written.answer,
        "topics": [topic] if topic else None,
        "choices": options[:MOST_CHOICES],
        "key_points": points or proposed_points(written.answer),
    }


def _choice(line: str) -> dict[str, Any]:
    """Read a line of the choices: what is right begins or ends with a star."""
    text = line.strip()
    right = text.startswith("*") or text.endswith("*")
    return {"text": text.strip("*").strip() or text, "right": right}


def _by_field(error: PackError) -> dict[str, str]:
    """Say what is wrong by the fields of the form, for people: without file and key."""
    wrong: dict[str, str] = {}
    for problem in error.problems:
        path, _, reason = problem.reason.partition(": ")
        name = _FIELDS.get(re.split(r"[.\[]", path)[0], "prompt")
        wrong.setdefault(name, f"{_NAMES[name]} {reason}.")
    return wrong


_NAMES: Final[Mapping[str, str]] = {
    "title": "The title",
    "prompt": "The question",
    "answer": "The answer",
    "topic": "The topic",
    "choices": "What can be chosen",
    "points": "What a good answer says",
}


def _alone(pack: Pack, question: Question) -> Pack:
    fields = {name: getattr(pack, name) for name in Manifest.model_fields} | {"form": 1}
    return Manifest.model_validate(fields).pack((question,))


def alike_to(question: Question, packs: Iterable[Pack]) -> tuple[Question, ...]:
    """Give other questions that share more than half of the words of its prompt, the likest first, three at most."""
    found: list[tuple[float, Question]] = []
    for pack in packs:
        stems = frozenset(word_stems(question.prompt, pack.language))
        for other in pack.questions:
            shared = likeness(stems, word_stems(other.prompt[:5000], pack.language))
            if shared > MOST_ALIKE and other.ref != question.ref:
                found.append((shared, other))
    return tuple(other for _, other in sorted(found, key=lambda one: (-one[0], one[1].ref))[:_MOST_ALIKE_NAMED])
