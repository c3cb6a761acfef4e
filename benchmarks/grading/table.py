"""How well each grader agrees with people: `python -m benchmarks.grading.table`.

On the questions of the development data that are held out, at most `_PER_QUESTION` answers each, beside token overlap
and the cosine of whole answers; intervals by bootstrap over questions.
"""

import random
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from adapters.grading.aligned.aligning import AligningGrader
from adapters.grading.aligned.lexical import lexical_grader
from adapters.grading.aligned.semantic import semantic_grader
from adapters.grading.text.words import tidy, words_of
from adapters.grading.vectors.contextual import ContextualVectors
from adapters.grading.vectors.files import is_installed
from benchmarks.grading.attacks import Pair, attacks_on, pairs_of_pack
from benchmarks.grading.development_data import Graded, data_folder, saf, semeval
from bot.config.settings import read_settings
from bot.domain.question import Level, Question
from bot.packs.folder import read_pack

_PER_QUESTION = 6
_ROUNDS = 300
#: Answers that people gave at least this much are good ones, which attacks must stay below.
_GOOD_FROM = 0.99
_GOOD_ONES = 2
#: From here on nobody cheated.
_HONEST_FROM = 0.5
CONTENT = Path("content/aws")

Numbers = NDArray[np.float64]
Scorer = Callable[[Question, str], float]


def held_out(folder: Path) -> list[Graded]:
    """Give the answers that are reported on."""
    by_question: dict[str, list[Graded]] = defaultdict(list)
    for one in (*saf(folder), *semeval(folder)):
        if one.is_held_out:
            by_question[one.question].append(one)
    rng = random.Random(1)
    return [one for group in by_question.values() for one in rng.sample(group, min(len(group), _PER_QUESTION))]


def scorers() -> Iterator[tuple[str, Scorer]]:
    """Give the references, and the graders that are installed."""
    yield "token overlap", _overlap
    for grader in installed_graders():
        yield grader.name, _by(grader)
    model = read_settings().model_dir
    if is_installed(model):
        vectors = ContextualVectors.open(model)
        yield "whole-answer cosine", lambda asked, answer: _cosine(vectors, asked.model_answer, answer)


def installed_graders() -> Iterator[AligningGrader]:
    """Give the graders that are there, the simplest first."""
    yield lexical_grader()
    model = read_settings().model_dir
    if is_installed(model):
        yield semantic_grader(model)


def _by(grader: AligningGrader) -> Scorer:
    return lambda asked, answer: grader.grade(asked, answer).score or 0.0


def asked_in(one: Graded) -> Question:
    """Give the question of a graded answer: it has no key points."""
    return Question("item", "data", Level.FOUNDATION, (), one.prompt, one.reference, (), date.min, date.max)


def _overlap(asked: Question, answer: str) -> float:
    stated, said = ({word.stems[0] for word in words_of(tidy(text))} for text in (asked.model_answer, answer))
    return len(stated & said) / max(len(stated | said), 1)


def _cosine(vectors: ContextualVectors, reference: str, answer: str) -> float:
    first, second = (encoded.vectors.sum(axis=0) for encoded in vectors.encode([reference, answer]))
    lengths = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(first @ second) / lengths if lengths else 0.0


def pearson(one: Numbers, other: Numbers) -> float:
    """Correlate; 0 where one of them is the same everywhere."""
    return float(np.corrcoef(one, other)[0, 1]) if one.std() and other.std() else 0.0


def spearman(one: Numbers, other: Numbers) -> float:
    """Correlate ranks; equal values share their mean rank."""
    return pearson(_ranks(one), _ranks(other))


def _ranks(values: Numbers) -> Numbers:
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(times) - (times - 1) / 2)[place]


def pairs_of_data(answers: Sequence[Graded]) -> list[Pair]:
    """Pair good answers with attacks on their question; other answers are from other subjects.

    Questions of the same subject, of Beetle above all, often have the same answer.
    """
    rng = random.Random(2)
    good: dict[str, list[Graded]] = defaultdict(list)
    for one in answers:
        if one.score >= _GOOD_FROM:
            good[one.question].append(one)
    pairs = []
    for _, group in sorted(good.items()):
        first = group[0]
        others = [one.answer for one in answers if one.corpus != first.corpus]
        attacks = attacks_on(first.prompt, first.reference, others, rng)
        pairs += [
            Pair(kind, asked_in(first), one.answer, text)
            for kind, text in attacks.items()
            for one in group[:_GOOD_ONES]
        ]
    return pairs


def in_order(score: Scorer, pairs: Sequence[Pair]) -> float:
    """Give the share of pairs in which the honest answer stays above the attack."""
    return float(np.mean([score(pair.question, pair.honest) > score(pair.question, pair.attack) for pair in pairs]))


@dataclass(frozen=True)
class Scored:
    """What a scorer gave the answers of a corpus."""

    answers: Sequence[Graded]
    #: 0..1, one for each answer, and the milliseconds that each took.
    scores: Numbers
    times: Numbers


def scored(score: Scorer, answers: Sequence[Graded]) -> Scored:
    """Score answers, one after another; a question is read once, and then known."""
    times, found = [], []
    for one in answers:
        asked = asked_in(one)
        score(asked, "")
        begin = time.perf_counter()
        found.append(score(asked, one.answer))
        times.append((time.perf_counter() - begin) * 1000)
    return Scored(answers, np.array(found), np.array(times))


def row_of(found: Scored) -> tuple[str, ...]:
    """Give agreement with people, over all answers and within questions, and the time that it took."""
    ours, theirs = found.scores, np.array([one.score for one in found.answers])
    places: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(found.answers):
        places[one.question].append(place)
    groups = [np.array(group) for group in places.values()]
    varied = [group for group in groups if theirs[group].std() and ours[group].std()]
    rng = random.Random(3)
    drawn = (np.concatenate(rng.choices(groups, k=len(groups))) for _ in range(_ROUNDS))
    low, high = np.quantile([pearson(ours[rows], theirs[rows]) for rows in drawn], [0.05, 0.95])
    return (
        f"{pearson(ours, theirs):.2f} ({low:.2f} to {high:.2f})",
        f"{spearman(ours, theirs):.2f}",
        f"{np.mean([pearson(ours[group], theirs[group]) for group in varied]):.2f}",
        f"{np.mean([spearman(ours[group], theirs[group]) for group in varied]):.2f}",
        *(f"{figure:.1f}" for figure in np.quantile(found.times, [0.5, 0.95, 0.99])),
    )


def attack_rows(score: Scorer, pairs: Sequence[Pair]) -> Iterator[tuple[str, float]]:
    """Give the share of pairs in order, by kind of attack, and of all."""
    for kind in dict.fromkeys(pair.kind for pair in pairs):
        yield kind, in_order(score, [pair for pair in pairs if pair.kind == kind])
    yield "all", in_order(score, pairs)


def flagged(grader: AligningGrader, answers: Sequence[Graded]) -> float:
    """Give the share of good and middling answers that a guard spoke of, those without any word left out."""
    honest = [grader.grade(asked_in(one), one.answer).guards for one in answers if one.score >= _HONEST_FROM]
    return float(np.mean([bool(set(guards) - {"empty"}) for guards in honest]))


def main() -> None:
    """Print the tables."""
    folder = data_folder()
    if folder is None:
        print("Graders are not compared with people: their data is not at hand (TEST_DOCUMENTS names its folder).")
        return
    answers = held_out(folder)
    known = list(scorers())
    console = Console(width=140)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        console.print(_agreement(known, answers, progress))
        console.print(_attacks("answers of the data", known, pairs_of_data(answers), progress))
        pack = list(pairs_of_pack(read_pack(CONTENT).pack.questions))
        console.print(_attacks("shipped questions", known, pack, progress))
    for grader in installed_graders():
        console.print(f"Honest answers that a guard of {grader.name} spoke of: {flagged(grader, answers):.1%}")


def _agreement(known: Sequence[tuple[str, Scorer]], answers: Sequence[Graded], progress: Progress) -> Table:
    headings = (
        "corpus",
        "grader",
        "Pearson r (90 %)",
        "Spearman",
        "r within",
        "Spearman within",
        "ms",
        "p95",
        "p99",
        "MB",
    )
    table = Table(*headings, title="Agreement with people, on questions held out")
    corpora = sorted({one.corpus for one in answers})
    task = progress.add_task("agreement", total=len(known) * len(corpora))
    for name, score in known:
        for corpus in corpora:
            figures = row_of(scored(score, [one for one in answers if one.corpus == corpus]))
            # So far: each grader is measured after those that need less.
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            table.add_row(corpus, name, *figures, str(memory))
            progress.advance(task)
    return table


def _attacks(title: str, known: Sequence[tuple[str, Scorer]], pairs: Sequence[Pair], progress: Progress) -> Table:
    table = Table("attack", "pairs", *(name for name, _ in known), title=f"Honest answers above attacks: {title}")
    # Most answers and attacks are in several pairs.
    columns = [dict(attack_rows(cache(score), pairs)) for _, score in progress.track(known, description="attacks")]
    for kind in columns[0]:
        number = sum(pair.kind == kind for pair in pairs) or len(pairs)
        table.add_row(kind, str(number), *(f"{column[kind]:.1%}" for column in columns))
    return table


if __name__ == "__main__":
    main()
