"""What fields are called: the usual names in tables and documents, and those that `--map` gives."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rapidfuzz.distance import OSA

from bot.domain.text import listing
from bot.errors import InputError
from bot.packs.cells import COLUMNS, MANIFEST_COLUMNS

#: What only imports know: they become choices, topics, wordings or parts of the model answer.
EXTRA: Final = ("options", "correct", "incorrect", "answers", "explanation", "category", "wordings")
#: All that `--map` may name.
FIELDS: Final = (*COLUMNS, *EXTRA)
_USUAL: Final = {
    "prompt": "question q questiontext question_text question_title questions stem problem query front term frage"
    " pregunta card_front side_1 question_stem",
    "model_answer": "answer a ans response solution back definition reply antwort respuesta card_back side_2"
    " answer_text model_answer",
    "answers": "answers possible_answers all_answers answer_options answer_choices answeroptions",
    "options": "options option choices choice alternatives possible_choices multiple_choice selections",
    "correct": "correct correct_answer correct_answers correct_option correct_options correct_choice correct_choices"
    " right right_answer right_answers right_option answer_key correct_index correct_answer_index"
    " correct_option_index correct_option_id answer_index answer_idx correct_idx correct_answer_idx correct_letter"
    " solution_index correct_response",
    "incorrect": "incorrect incorrect_answer incorrect_answers wrong wrong_answer wrong_answers distractor distractors"
    " incorrect_options wrong_options wrong_choices",
    "explanation": "explanation explanations explain rationale reason reasoning feedback general_feedback"
    " generalfeedback justification answer_explanation explanation_text",
    "level": "difficulty level hardness difficulty_level",
    "category": "category categories tag tags topic subject subjects domain section chapter theme",
    "services": "service",
    "key_points": "keypoints rubric",
    "references": "source sources link links url urls reference",
    "wordings": "synonyms other_answers accepted_answers also_accepted accept",
}
_NAMES: Final = {name: of for of, names in _USUAL.items() for name in names.split()}
#: What may be the prompt where nothing else is.
_WEAK_PROMPTS: Final = ("text", "title", "name", "body", "content", "word")
_OPTION = re.compile(r"(?:options?|choices?|answers?|ans|opt|alternative|response|possible_answer)_?([a-j]|\d{1,2})")
_WRONG = re.compile(r"(?:incorrect|wrong|distractor|incorrect_answer|wrong_answer)_?\d{1,2}")
_LETTERS: Final = "abcdefghij"
#: What several columns may give together.
_GATHERED: Final = frozenset({"category", "incorrect", "explanation", "wordings", "references"})


def spelt(name: str) -> str:
    """Give a name as it is looked up: small, words joined by underscores, without what explains it."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip()[:200]).casefold().replace("(s)", "s")
    text = re.split(r"\s[-\u2013\u2014]\s|[(\[]", text, maxsplit=1)[0]
    return re.sub(r"\W+", "_", text).strip("_")


@dataclass(slots=True)
class Naming:
    """Which name of a file is which field; remembers what it met."""

    #: Names of the file → fields; "" leaves one out.
    mapping: Mapping[str, str] = field(default_factory=dict)
    #: All names that were met, in order, and the field of each; "" is left out.
    met: dict[str, str] = field(default_factory=dict)
    #: Fields by names, for rows of the same names.
    known: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.mapping.values():
            if name and name not in FIELDS:
                meant = near(name, FIELDS)
                hint = f"Did you mean “{meant}”?" if meant else ""
                raise InputError(f"There is no field “{name}”; there are: {', '.join(FIELDS)}.", hint=hint)

    def fields_of(self, names: Sequence[str]) -> tuple[str, ...]:
        """Give the field of each name; "" for what is no field, "option:1" and so on for options side by side.

        Raises:
            InputError: several names give one field.
        """
        fields = self.looked_up(names)
        self.met.update(zip(names, fields, strict=True))
        return fields

    def looked_up(self, names: Sequence[str]) -> tuple[str, ...]:
        """Give the same without keeping in mind that these names were met."""
        key = tuple(names)
        if key not in self.known:
            self.known[key] = self._fields_of(key)
        return self.known[key]

    def _fields_of(self, names: tuple[str, ...]) -> tuple[str, ...]:
        words = [name if name in COLUMNS or name in MANIFEST_COLUMNS else spelt(name) for name in names]
        wanted = set(self.mapping.values()) - {""}
        letters = [word for word in words if len(word) == 1 and word in _LETTERS]
        lettered = "a" in letters and "b" in letters
        fields = []
        for name, word in zip(names, words, strict=True):
            if name in self.mapping or name.strip() in self.mapping:
                fields.append(self.mapping.get(name, self.mapping.get(name.strip(), "")))
                continue
            guess = f"option:{_LETTERS.index(word) + 1}" if lettered and word in letters else _usual(word)
            fields.append("" if guess in wanted else guess)
        fields = _alone(fields)
        if "prompt" not in fields and {"model_answer", "options", "correct", "option:1", "answers"} & set(fields):
            weak = next(
                (word for word in _WEAK_PROMPTS if word in words and fields[words.index(word)] in ("", word)), ""
            )
            if weak:
                fields[words.index(weak)] = "prompt"
        _refuse_repeated(fields)
        return tuple(fields)

    def named(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Give a record by fields; what is no field keeps its own name behind a "?"."""
        names = [str(name) for name in given]
        found: dict[str, Any] = {}
        for name, of, value in zip(names, self.fields_of(names), given.values(), strict=True):
            if of in _GATHERED and of in found:
                found[of] = [*_many(found[of]), *_many(value)]
            elif of:
                found.setdefault(of, value)  # the same said twice: a key as text and as number
            elif name not in self.mapping:
                found[f"?{name}"] = value
        return found

    def require(self) -> None:
        """See to it that all mapped names were met.

        Raises:
            InputError: one is not there.
        """
        for name in self.mapping:
            if name not in self.met and name not in {one.strip() for one in self.met}:
                raise InputError(f"There is no column “{name}”; the file has: {', '.join(map(str.strip, self.met))}.")

    def left_out(self) -> list[str]:
        """Give the names that nothing was made of, though nobody asked to leave them out."""
        return [name.strip() for name, of in self.met.items() if not of and name.strip() not in self.mapping]


def names_question(fields: Iterable[str]) -> bool:
    """Say whether these fields are those of a question."""
    held = set(fields)
    return "prompt" in held and bool(held & {"model_answer", "options", "correct", "answers", "option:1", "choices"})


def near(name: str, known: Iterable[str]) -> str:
    """Give the known name that was probably meant; "" for none."""
    word = spelt(name)
    most = 2 if len(word) > 5 else 1  # noqa: PLR2004 - letters of which two may be wrong
    tried = ((OSA.distance(word, one, score_cutoff=most), one) for one in known) if len(word) > 3 else ()  # noqa: PLR2004 - shorter ones are near to too much
    return min((pair for pair in tried if pair[0] <= most), default=(0, ""))[1]


def misspelt(name: str) -> str:
    """Give the field or usual name that a name of a file was probably meant as; "" for none."""
    return near(name, (*FIELDS, *_NAMES)) if not _usual(spelt(name)) else ""


def field_of(usual: str) -> str:
    """Give the field of a usual name or of a field's own; "" for none."""
    return usual if usual in FIELDS else _usual(usual)


def missing(names: Iterable[str], lacking: Sequence[str], what: str = "column") -> str:
    """Say what no column or key gives, what there is, and what to do about it."""
    shown = [name.strip() for name in names]
    saw = ", ".join(shown)[:200]
    found = next(((name, of) for name in shown if (of := misspelt(name)) in lacking), None)
    advice = f"did you mean “{found[1]}” by “{found[0]}”? Say --map {found[0]}={found[1]}" if found else ""
    advice = advice or f"name yours with --map {what.upper()}={lacking[0]}"
    return f"must have {what}s for {listing(lacking)} (saw: {saw}); {advice}"


def _usual(word: str) -> str:
    if word in COLUMNS or word in MANIFEST_COLUMNS:
        return word
    if word in _NAMES:
        return _NAMES[word]
    found = _OPTION.fullmatch(word)
    if found:
        mark = found[1]
        return f"option:{_LETTERS.index(mark) + 1 if mark in _LETTERS else int(mark)}"
    return "incorrect" if _WRONG.fullmatch(word) else ""


def _alone(fields: list[str]) -> list[str]:
    """A single numbered answer is no option: `answer 1` alone is the answer."""
    numbered = [of for of in fields if of.startswith("option:")]
    if len(numbered) != 1:
        return fields
    sole = "model_answer" if "model_answer" not in fields else "answers"
    return [sole if of == numbered[0] else of for of in fields]


def _refuse_repeated(fields: Sequence[str]) -> None:
    for of in fields:
        if of in {"prompt", "model_answer"} and fields.count(of) > 1:
            raise InputError(f"Several columns give “{of}”; say which with --map COLUMN={of}.")


def _many(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
