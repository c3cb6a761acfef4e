"""Drafts become questions, one after another; what is needed of all of them is kept, the questions are not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.question import Question
from bot.domain.text import one_line
from bot.errors import PackError
from bot.packs.importing.drafts import Draft
from bot.packs.importing.guessing import Guesser
from bot.packs.importing.likeness import asked_words
from bot.packs.importing.naming import field_of, misspelt
from bot.packs.importing.problems import Problems
from bot.packs.importing.settling import settle
from bot.packs.records import Manifest, QuestionRecord
from bot.packs.validation import validate


@dataclass(slots=True)
class Making:
    """Makes questions, and counts."""

    guesser: Guesser
    manifest: Manifest
    #: What numbers of right options begin with.
    first: int
    problems: Problems = field(default_factory=Problems)
    #: The words that each question asks in, by its id.
    asked: dict[str, Sequence[str]] = field(default_factory=dict)
    with_choices: int = 0
    guessed: list[str] = field(default_factory=list)
    without_dates: int = 0
    #: Names that stand in questions and that nothing was made of, with their number.
    unknown: dict[str, int] = field(default_factory=dict)

    def made(self, draft: Draft) -> Question | None:
        """Give the question; None: it cannot be taken, which is among the problems now."""
        named = dict(draft.fields)
        strange = [name[1:] for name in named if name.startswith("?")]
        for name in strange:
            del named[f"?{name}"]
        settled = settle(named, first=self.first)
        found = [*settled.problems, *self._misspelt(strange, named)]
        if found:
            self.problems.add((draft.place.problem(path, reason) for path, reason in found), draft.place)
            return None
        fields, names = self.guesser.complete(settled.fields)
        try:
            record = validate(QuestionRecord, fields, draft.place, vocabulary=self.manifest.topics)
        except PackError as error:
            # Key points are proposed from the answer: where that is missing, it is enough to say so.
            is_enough = "model_answer" in fields
            told = [one for one in error.problems if is_enough or "key_points: is missing" not in one.reason]
            self.problems.add(told, draft.place)
            return None
        question = record.to_question(self.manifest.name)
        if question.id in self.asked:
            twice = draft.place.problem(("id",), f"“{question.id}” is the id of an earlier question too")
            self.problems.add([twice], draft.place)
            return None
        self.asked[question.id] = asked_words(question, self.manifest)
        self.with_choices += bool(question.choices)
        if names:
            self.without_dates += "verified" in names or "review_by" in names
            self.guessed.append(f"  {question.id} ({draft.place.prefix.removesuffix(': ')}): {', '.join(names)}")
        return question

    def _misspelt(self, strange: Sequence[str], named: Mapping[str, Any]) -> Iterable[tuple[tuple[str, ...], str]]:
        for name in strange:
            meant = misspelt(name)
            if meant and field_of(meant) not in named:
                yield (name,), f"is not a known key; did you mean “{meant}”? If not, leave it out with --map {name}="
            else:
                self.unknown[name] = self.unknown.get(name, 0) + 1

    def remarks(self) -> list[str]:
        """Give what was left out, and what was understood of numbers."""
        names = list(self.unknown)
        shown = ", ".join(f"“{one_line(name)[:40]}”" for name in names[:10]) + (" …" if len(names) > 10 else "")  # noqa: PLR2004 - so many fit in a line
        left_out = (
            [f"left out, for no field is meant by {'it' if len(names) == 1 else 'them'}: {shown}"] if names else []
        )
        return left_out + (["numbers of right options were taken as counted from 0"] if self.first == 0 else [])
