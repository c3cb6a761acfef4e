"""Checking a pack: all rules of `bot.packs.rules`, and which of them must hold and which are advice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

from bot.domain.question import Question
from bot.domain.text import count
from bot.errors import PackError, PackProblem
from bot.packs.folder import LoadedPack, pack_folders, read_pack
from bot.packs.rules import (
    answers,
    choices,
    code,
    dates,
    drafts,
    form,
    graded,
    key_points,
    likeness,
    prompts,
    references,
    tables,
    topics,
)
from bot.ports.grader import Grader

#: So much of the advice that one rule gives on a pack is printed; the rest is counted.
MOST_ADVICE: Final = 10
#: So many of the questions that are counted are named.
MOST_NAMED: Final = 10


class Rule(Protocol):
    """Gives what it finds in a pack that reads well."""

    @property
    def __name__(self) -> str: ...

    def __call__(self, loaded: LoadedPack, /) -> Iterator[PackProblem]:
        """Find what is not as it should be."""
        ...


class CountingRule(Protocol):
    """Gives the questions of a pack that could be better, but need not."""

    @property
    def __name__(self) -> str: ...

    def __call__(self, loaded: LoadedPack, /) -> Iterator[Question]:
        """Find them."""
        ...


class GradedRule(Protocol):
    """Gives what it finds with the help of a grader."""

    @property
    def __name__(self) -> str: ...

    def __call__(self, loaded: LoadedPack, grader: Grader, /) -> Iterator[PackProblem]:
        """Find what is not as it should be."""
        ...


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules found; each reason ends with the name of its rule in brackets."""

    #: What must be fixed.
    errors: tuple[PackProblem, ...]
    #: What is worth a look; the shipped packs have none.
    advice: tuple[PackProblem, ...]
    #: What could be better, one line a rule with the number of questions; not even `--strict` refuses it.
    counted: tuple[PackProblem, ...] = ()


ERRORS: Final[tuple[Rule, ...]] = (
    key_points.repeated_key_points,
    key_points.contrary_to_itself,
    form.without_title,
    form.without_short_answer,
    form.without_label,
    form.title_length,
    form.short_answer_length,
    form.label_length,
    form.repeated_labels,
)
ADVICE: Final[tuple[Rule, ...]] = (
    drafts.drafted_key_points,
    prompts.prompt_length,
    prompts.asks_one_question,
    prompts.without_hint,
    answers.answer_length,
    key_points.key_point_count,
    key_points.wording_count,
    key_points.without_contrary,
    key_points.contrary_count,
    form.repeated_titles,
    likeness.near_duplicate_prompts,
    likeness.near_duplicate_key_points,
    references.without_references,
    references.too_many_references,
    references.unsound_addresses,
    references.foreign_addresses,
    dates.review_interval,
    choices.choice_count,
    choices.without_why,
    choices.outstanding_length,
    choices.telling_length,
    choices.telling_position,
    code.broken_code,
    code.code_without_language,
    tables.oversized_tables,
    tables.uneven_tables,
    topics.unused_topics,
)
#: Rules whose questions are counted, and what is said of them.
COUNTED: Final[tuple[tuple[CountingRule, str], ...]] = (
    (form.without_minutes, "without minutes"),
    (form.many_key_points, f"with more than {form.MOST_POINTS} key points"),
    (form.long_key_points, f"with key points of more than {form.MOST_POINT_WORDS} words"),
    (form.other_prompt_length, "with prompts of other than {} to {} words".format(*form.PROMPT_WORDS)),
    (form.long_answer, f"with model answers of more than {form.MOST_ANSWER_WORDS} words beside code"),
    (form.unknown_origin, "split from a question that the pack does not have"),
)
#: Rules that need a grader; they are advice as long as graders may err.
GRADED_ADVICE: Final[tuple[GradedRule, ...]] = (
    graded.answer_meets_points,
    graded.empty_answer_meets_nothing,
    graded.prompt_meets_nothing,
    graded.unrelated_answer_meets_nothing,
    graded.wordings_meet_points,
    graded.contraries_meet_nothing,
)


def check_folders(folders: Iterable[Path], grader: Grader | None = None) -> tuple[Findings, int]:
    """Check all packs of some folders, each of which is a pack or contains packs; what cannot be read is an error.

    Gives what was found, and how many questions were looked at.
    """
    errors: list[PackProblem] = []
    advice: list[PackProblem] = []
    counted: list[PackProblem] = []
    questions = 0
    for pack in _packs(folders, errors):
        try:
            loaded = read_pack(pack)
        except PackError as error:
            errors += error.problems
            continue
        findings = check(loaded, grader)
        errors += findings.errors
        advice += findings.advice
        counted += findings.counted
        questions += len(loaded.pack.questions)
    return Findings(tuple(errors), tuple(advice), tuple(counted)), questions


def _packs(folders: Iterable[Path], errors: list[PackProblem]) -> Iterator[Path]:
    for folder in folders:
        try:
            yield from pack_folders(folder)
        except PackError as error:
            errors += error.problems


def check(loaded: LoadedPack, grader: Grader | None = None) -> Findings:
    """Apply all rules; those that need a grader only with one."""
    advice = [problem for rule in ADVICE for problem in _advised(rule, rule(loaded))]
    if grader is not None:
        advice += [problem for rule in GRADED_ADVICE for problem in _advised(rule, rule(loaded, grader))]
    errors = tuple(problem for rule in ERRORS for problem in _named(rule, rule(loaded)))
    return Findings(errors, tuple(advice), tuple(_counted(loaded)))


def _counted(loaded: LoadedPack) -> Iterator[PackProblem]:
    for rule, what in COUNTED:
        found = [question.id for question in rule(loaded)]
        if found:
            named = ", ".join(found[:MOST_NAMED]) + (" …" if len(found) > MOST_NAMED else "")
            reason = f"{count(len(found), 'question')} {what}: {named} [{_name(rule)}]"
            yield loaded.manifest.problem((), reason)


def _name(rule: Rule | CountingRule | GradedRule) -> str:
    return rule.__name__.replace("_", "-")


def _named(rule: Rule | GradedRule, problems: Iterator[PackProblem]) -> Iterator[PackProblem]:
    name = _name(rule)
    return (replace(problem, reason=f"{problem.reason} [{name}]") for problem in problems)


def _advised(rule: Rule | GradedRule, problems: Iterator[PackProblem]) -> Iterator[PackProblem]:
    """Give the first of what a rule advises, and how much more there is: who has read ten knows what to do."""
    name = _name(rule)
    last: PackProblem | None = None
    for last in islice(problems, MOST_ADVICE):
        yield replace(last, reason=f"{last.reason} [{name}]")
    more = sum(1 for _ in problems)
    if last is not None and more:
        yield replace(last, reason=f"… and {more:,} more like it [{name}]", stands_for=more)
