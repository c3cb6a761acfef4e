"""How the graders agree with answers by several hands: `python -m benchmarks.grading.authors [--write]`.

For each author the answers to questions that have all kinds, and those to the others, by kind beside what a senior
engineer gives them; then, over all questions and authors, how many answers of each kind are on the right side, and of
how many honest ones a guard spoke. Each kind has its length, so what
length alone would tell stands beside it. `--write` keeps the figures that tests hold the graders to, and the scores by
question.
"""

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import correlation, fmean

import yaml
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.grading.table import CONTENT, installed_graders
from bot.domain.question import Question
from bot.packs.folder import read_pack
from tests.content.formats import FORMATS, format_of
from tests.grading.authors import AUTHORS, KINDS, KINDS_OF_MOST, Agreement, Given, agreement, answers_of, length

_MEASURED = Path("tests/grading/measured.yaml")
_BY_QUESTION = Path("docs/grading-by-question.md")
#: Scores that nine of ten answers of a kind should have at least, or at most.
_AT_LEAST = {"good": 0.7, "terse": 0.6, "in other words": 0.4}
_AT_MOST = {"misconception": 0.3, "wrong turn": 0.3}
#: Kinds of honest answers that look most like lists of words.
_SHORT = ("terse", "slang")


@dataclass(slots=True)
class Scored:
    """A grader's scores of all answers, and how it agrees with each author."""

    name: str
    scores: dict[Given, float] = field(default_factory=dict)
    #: Of questions that have all kinds, and of the others.
    by_author: dict[str, Agreement] = field(default_factory=dict)
    of_most: dict[str, Agreement] = field(default_factory=dict)
    #: Of which answers a guard spoke.
    guarded: list[Given] = field(default_factory=list)

    def missed(self, kind: str) -> tuple[list[Given], int]:
        """Give the answers of a kind that are on the wrong side, and how many there are."""
        group = {one: score for one, score in self.scores.items() if one.kind == kind}
        least, most = _AT_LEAST.get(kind, 0.0), _AT_MOST.get(kind, 1.0)
        return [one for one, score in group.items() if not least <= score <= most], len(group)


def scored(questions: Mapping[str, Question], console: Console) -> Iterator[Scored]:
    """Score every answer with each grader that is installed."""
    given = [one for author in AUTHORS for one in answers_of(author) if one.question in questions]
    for grader in installed_graders():
        found = Scored(grader.name)
        for one in track(given, grader.name, console=console, disable=not console.is_terminal):
            judgement = grader.grade(questions[one.question], one.answer)
            found.scores[one] = judgement.score or 0.0
            found.guarded += [one] if judgement.guards else []
        for author in AUTHORS:
            for agreements, all_kinds in ((found.by_author, True), (found.of_most, False)):
                if group := _by(author, given, all_kinds=all_kinds):
                    agreements[author] = agreement(group, [found.scores[one] for one in group])
        yield found


def _by(author: str, given: Iterable[Given], *, all_kinds: bool) -> list[Given]:
    return [one for one in given if one.author == author and one.is_of_all_kinds is all_kinds]


def table_by_kind(found: Scored, *, all_kinds: bool) -> Table:
    """Draw a grader's means by kind, an author a row: of questions that have all kinds, or of the others."""
    kinds, agreements = (KINDS, found.by_author) if all_kinds else (KINDS_OF_MOST, found.of_most)
    title = f"{found.name}, questions with {'all' if all_kinds else 'five'} kinds"
    table = Table("author", "answers", "r", "beyond length", "error", *kinds, title=title, title_justify="left")
    for author, one in agreements.items():
        group = _by(author, found.scores, all_kinds=all_kinds)
        worth = [fmean(each.worth for each in group if each.kind == kind) for kind in kinds]
        table.add_row(f"{author}, a senior", str(len(group)), "", "", "", *(f"{mean:.2f}" for mean in worth))
        figures = (one.r, one.beyond_length, one.mean_error, *(one.means[kind] for kind in kinds))
        table.add_row(author, "", *(f"{figure:.2f}" for figure in figures))
    return table


def table_of_sides(graders: Sequence[Scored]) -> Table:
    """Draw how many answers of a kind are on the right side, of all questions and authors."""
    names = (one.name for one in graders)
    table = Table("kind", "answers", "wanted", *names, title="nine of ten wanted", title_justify="left")
    for kind in (*_AT_LEAST, *_AT_MOST):
        wanted = f">= {_AT_LEAST[kind]}" if kind in _AT_LEAST else f"<= {_AT_MOST[kind]}"
        counts = [one.missed(kind) for one in graders]
        shares = (f"{1 - len(missed) / max(number, 1):.0%}" for missed, number in counts)
        table.add_row(kind, str(counts[0][1]), wanted, *shares)
    return table


def page_by_question(graders: Sequence[Scored], formats: Mapping[str, str]) -> str:
    """Write a page with mean scores by format and by question, bold where an answer to it is on the wrong side.

    `formats` are what the questions ask for, by their ids.
    """
    kinds = [*_AT_LEAST, *_AT_MOST]
    wrong = {one.name: {each for kind in kinds for each in one.missed(kind)[0]} for one in graders}
    rows = [_HEAD.format(", ".join(f"`{one.name}`" for one in graders)), *_top("format", "questions", *kinds)]
    for name in FORMATS:
        asked = {question for question, each in formats.items() if each == name}
        cells = [", ".join(f"{_mean(one, asked, kind):.2f}" for one in graders) for kind in kinds]
        rows.append(_row(name, str(len(asked)), *cells))
    rows += [_BY_QUESTION_HEAD, *_top("question", *kinds)]
    for question in sorted(formats):
        cells = [", ".join(_cell(one, wrong[one.name], question, kind) for one in graders) for kind in kinds]
        rows.append(_row(question, *cells))
    return "\n".join([*rows, "", "</details>", ""])


def _top(*names: str) -> tuple[str, str]:
    return _row(*names), f"|{'---|' * len(names)}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


_HEAD = """# Scores by question

What the answers by several hands ([how they were written](grading-figures.md#answers-by-five-hands)) get, by question
and kind: means of {} over the authors who answered. Bold: of at least one of them, a right answer
has less than is wanted (good 0.7, terse 0.6, in other words 0.4), or a wrong one more than 0.3.
`python -m benchmarks.grading.authors --write` draws it.

By what is asked (`tests/content/formats.py` tells it by a prompt's words):
"""
_BY_QUESTION_HEAD = """
<details><summary>All questions, one a line</summary>
"""


def _cell(found: Scored, wrong: Collection[Given], question: str, kind: str) -> str:
    mean = f"{_mean(found, {question}, kind):.2f}"
    return f"**{mean}**" if any((one.question, one.kind) == (question, kind) for one in wrong) else mean


def _mean(found: Scored, questions: Collection[str], kind: str) -> float:
    """Give the mean score of the answers of a kind to some questions."""
    return fmean(score for one, score in found.scores.items() if one.question in questions and one.kind == kind)


def length_alone(author: str) -> float:
    """Give Pearson's r of how long an author's answers are and what they are worth: what knows nothing reaches that."""
    given = [one for one in answers_of(author) if one.is_of_all_kinds]
    return correlation([length(one) for one in given], [one.worth for one in given])


def _write(graders: Sequence[Scored], formats: Mapping[str, str]) -> None:
    kept: dict[str, dict[str, object]] = {}
    for found in graders:
        for author, one in found.by_author.items():
            rounded = {"r": one.r, "beyond length": one.beyond_length, "mean error": one.mean_error}
            figures = {name: round(figure, 3) for name, figure in rounded.items()}
            means = {kind: round(mean, 3) for kind, mean in one.means.items()}
            row = kept.setdefault(author, {"length alone": round(length_alone(author), 3)})
            row[found.name] = {**figures, "means": means}
    _MEASURED.write_text(yaml.safe_dump(kept, sort_keys=False), encoding="utf-8")
    _BY_QUESTION.write_text(page_by_question(graders, formats), encoding="utf-8")


def main() -> None:
    """Print the tables."""
    console = Console(width=150)
    questions = {one.id: one for one in read_pack(CONTENT).pack.questions}
    graders = list(scored(questions, console))
    for found in graders:
        console.print(table_by_kind(found, all_kinds=True))
        console.print(table_by_kind(found, all_kinds=False))
        short = [one for one in found.scores if one.kind in _SHORT]
        spoken = sum(one.kind in _SHORT for one in found.guarded)
        console.print(f"Guards of {found.name} speak of {spoken} of {len(short)} terse and slangy answers.")
    authors = graders[0].by_author
    console.print("r of length alone:", ", ".join(f"{author} {length_alone(author):.2f}" for author in authors))
    console.print(table_of_sides(graders))
    if "--write" in sys.argv[1:]:
        _write(graders, {name: format_of(one) for name, one in questions.items()})


if __name__ == "__main__":
    main()
