"""What reviewers' decisions teach the graders: `python -m benchmarks.grading.decisions [--shared]`.

Of the answers by several hands, each that is right in quite other words gets "I said that" for every point that was not
found in it. A reviewer accepts these as wordings. Then the same answer is graded again, and other answers to the same
question: of its author and of whoever else answered it, right ones and wrong ones. Nobody says in the data which points
an answer has, so of those worth 0.7 or more all are taken for said: a reviewer would refuse some. `--shared` takes the
questions that several of the authors answered alone: a tenth of the time.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from rich.console import Console
from rich.progress import track
from rich.table import Table

from adapters.grading.aligned.aligning import AligningGrader
from benchmarks.grading.table import CONTENT, installed_graders
from bot.domain.judging.claims import with_points
from bot.domain.question import Question
from bot.packs.folder import read_pack
from tests.grading.authors import AUTHORS, KINDS, Given, answers_of
from tests.grading.taught import claimed, taught

_SOURCE = "in other words"
_WORTH = 0.7
#: By whom an answer is, and of which kind.
_Row = tuple[str, str]


def measured(
    grader: AligningGrader, questions: Mapping[str, Question], given: Sequence[Given]
) -> Iterator[tuple[_Row, float, float, float]]:
    """Give by answer: whose and what it is, what it is worth, and its score before and after what was taught.

    Whose is "claimed" (by the claims themselves), "the same" answer, "its author", or "another".
    """
    by_question: dict[str, list[Given]] = defaultdict(list)
    for one in given:
        by_question[one.question].append(one)
    for source in given:
        if source.kind != _SOURCE or source.worth < _WORTH:
            continue
        question = questions[source.question]
        judgement = grader.grade(question, source.answer)
        sentences = claimed(question, judgement, source.answer)
        before, accepted = judgement.score or 0.0, with_points(question, judgement, sentences).score or 0.0
        yield ("claims accepted", source.kind), source.worth, before, accepted
        after = taught(question, sentences)
        for one in by_question[source.question]:
            whose = "the same answer" if one is source else "its author" if one.author == source.author else "another"
            was, is_now = (grader.grade(asked, one.answer).score or 0.0 for asked in (question, after))
            yield (whose, one.kind), one.worth, was, is_now


def main() -> None:
    """Print a table for each grader that is installed."""
    console = Console()
    questions = {one.id: one for one in read_pack(CONTENT).pack.questions}
    given = [one for author in AUTHORS for one in answers_of(author) if one.question in questions]
    if "--shared" in sys.argv[1:]:
        authors: dict[str, set[str]] = defaultdict(set)
        for one in given:
            authors[one.question].add(one.author)
        given = [one for one in given if len(authors[one.question]) > 1]
    order = ["claims accepted", "the same answer", "its author", "another"]
    for grader in installed_graders():
        found: dict[_Row, list[tuple[float, float, float]]] = defaultdict(list)
        rows = measured(grader, questions, given)
        for row, *figures in track(rows, grader.name, console=console, disable=not console.is_terminal):
            found[row].append((figures[0], figures[1], figures[2]))
        table = Table("graded", "kind", "answers", "a senior", "before", "after", title=grader.name)
        for row in sorted(found, key=lambda one: (order.index(one[0]), KINDS.index(one[1]))):
            means = (f"{fmean(column):.2f}" for column in zip(*found[row], strict=True))
            table.add_row(*row, str(len(found[row])), *means)
        console.print(table)


if __name__ == "__main__":
    main()
