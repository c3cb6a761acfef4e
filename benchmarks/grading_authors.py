"""How the graders agree with answers by several hands: `python -m benchmarks.grading_authors [--write]`.

For each author the answers to questions that have all kinds, by kind beside what a senior engineer gives them; then,
over all questions and authors, how many answers of each kind are on the right side. Each kind has its length, so what
length alone would tell stands beside it. `--write` keeps the figures that tests hold the graders to, and the scores by
question.
"""

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import correlation, fmean

import yaml
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.grading_table import CONTENT, installed_graders
from bot.domain.question import Question
from bot.packs.folder import read_pack
from tests.grading.authors import AUTHORS, KINDS, Agreement, Given, agreement, answers_of, length

_MEASURED = Path("tests/grading/measured.yaml")
_BY_QUESTION = Path("docs/grading-by-question.md")
#: Scores that nine of ten answers of a kind should have at least, or at most.
_AT_LEAST = {"good": 0.7, "terse": 0.6, "in other words": 0.4}
_AT_MOST = {"misconception": 0.3, "wrong turn": 0.3}


@dataclass(slots=True)
class Scored:
    """A grader's scores of all answers, and how it agrees with each author."""

    name: str
    scores: dict[Given, float] = field(default_factory=dict)
    by_author: dict[str, Agreement] = field(default_factory=dict)

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
            found.scores[one] = grader.grade(questions[one.question], one.answer).score or 0.0
        for author in AUTHORS:
            if group := [one for one in given if one.author == author and one.is_of_all_kinds]:
                found.by_author[author] = agreement(group, [found.scores[one] for one in group])
        yield found


def table_by_kind(found: Scored) -> Table:
    """Draw a grader's means by kind, an author a row."""
    table = Table("author", "r", "beyond length", "error", *KINDS, title=found.name, title_justify="left")
    for author, one in found.by_author.items():
        worth = {kind: fmean(each.worth for each in found.scores if _is_of(each, author, kind)) for kind in one.means}
        table.add_row(f"{author}, a senior", "", "", "", *(f"{worth[kind]:.2f}" for kind in KINDS))
        figures = (one.r, one.beyond_length, one.mean_error, *(one.means[kind] for kind in KINDS))
        table.add_row(author, *(f"{figure:.2f}" for figure in figures))
    return table


def _is_of(one: Given, author: str, kind: str) -> bool:
    return one.is_of_all_kinds and (one.author, one.kind) == (author, kind)


def table_of_sides(graders: Sequence[Scored]) -> Table:
    """Draw how many answers of a kind are on the right side, of all questions and authors."""
    table = Table("kind", "wanted", *(one.name for one in graders), title="nine of ten wanted", title_justify="left")
    for kind in (*_AT_LEAST, *_AT_MOST):
        wanted = f">= {_AT_LEAST[kind]}" if kind in _AT_LEAST else f"<= {_AT_MOST[kind]}"
        shares = [1 - len(missed) / max(number, 1) for missed, number in (one.missed(kind) for one in graders)]
        table.add_row(kind, wanted, *(f"{share:.0%}" for share in shares))
    return table


def page_by_question(graders: Sequence[Scored]) -> str:
    """Write a page with the mean scores of each question's answers, bold where one of them is on the wrong side."""
    kinds = [*_AT_LEAST, *_AT_MOST]
    wrong = {one.name: {each for kind in kinds for each in one.missed(kind)[0]} for one in graders}
    rows = [_HEAD.format(", ".join(f"`{one.name}`" for one in graders))]
    rows += [f"| {' | '.join(['question', *kinds])} |", f"|{'---|' * (1 + len(kinds))}"]
    for question in sorted({each.question for one in graders for each in one.scores}):
        cells = [", ".join(_cell(one, wrong[one.name], question, kind) for one in graders) for kind in kinds]
        rows.append(f"| {' | '.join([question, *cells])} |")
    return "\n".join([*rows, "", "</details>", ""])


_HEAD = """# Scores by question

What the answers by several hands ([how they were written](grading-figures.md#answers-by-five-hands)) get, by question
and kind: means of {} over the authors who answered. Bold: of at least one of them, a right answer
has less than is wanted (good 0.7, terse 0.6, in other words 0.4), or a wrong one more than 0.3.
`python -m benchmarks.grading_authors --write` draws it.

<details><summary>All questions, one a line</summary>
"""


def _cell(found: Scored, wrong: Collection[Given], question: str, kind: str) -> str:
    group = {one: score for one, score in found.scores.items() if (one.question, one.kind) == (question, kind)}
    mean = f"{fmean(group.values()):.2f}"
    return f"**{mean}**" if any(one in wrong for one in group) else mean


def length_alone(author: str) -> float:
    """Give Pearson's r of how long an author's answers are and what they are worth: what knows nothing reaches that."""
    given = [one for one in answers_of(author) if one.is_of_all_kinds]
    return correlation([length(one) for one in given], [one.worth for one in given])


def _write(graders: Sequence[Scored]) -> None:
    kept: dict[str, dict[str, object]] = {}
    for found in graders:
        for author, one in found.by_author.items():
            rounded = {"r": one.r, "beyond length": one.beyond_length, "mean error": one.mean_error}
            figures = {name: round(figure, 3) for name, figure in rounded.items()}
            means = {kind: round(mean, 3) for kind, mean in one.means.items()}
            row = kept.setdefault(author, {"length alone": round(length_alone(author), 3)})
            row[found.name] = {**figures, "means": means}
    _MEASURED.write_text(yaml.safe_dump(kept, sort_keys=False), encoding="utf-8")
    _BY_QUESTION.write_text(page_by_question(graders), encoding="utf-8")


def main() -> None:
    """Print the tables."""
    console = Console()
    graders = list(scored({one.id: one for one in read_pack(CONTENT).pack.questions}, console))
    for found in graders:
        console.print(table_by_kind(found))
    authors = graders[0].by_author
    console.print("r of length alone:", ", ".join(f"{author} {length_alone(author):.2f}" for author in authors))
    console.print(table_of_sides(graders))
    if "--write" in sys.argv[1:]:
        _write(graders)


if __name__ == "__main__":
    main()
