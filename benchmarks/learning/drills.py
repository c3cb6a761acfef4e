"""Simulated members who practise sixty questions for 90 days, with the drills' own choice and with random choice.

The model, and what it takes for granted:

- A member practises 15 minutes every day. A question costs three of them (reading, writing, feedback): five a day. They
  begin without knowing any answer, and see the model answer each time.
- They forget as the `fsrs` package says, with its default parameters. The true stability of each question is what FSRS
  says times a hidden factor (log-normal, sigma 0.5, another for each member and question): the drills' estimate never
  knows it, and is wrong by that much.
- An answer is recalled with the true chance of that moment: a full score if so, else none.
- The drills choose with the code that `/aws-quiz` uses (`choose`, `remembered`), by the answers alone. Random choice is
  uniform over the sixty. Both have the same number of questions, the same members and the same hidden factors.
- The sixty are drawn once from the shipped pack, so that the pack may grow without changing the task. 450 drills ask
  each of sixty seven times. They cannot teach twice as many: with all of 125, six members knew 0.32 by drills and 0.29
  by random choice.

What is remembered is told by the true chances at the end, in two ways. *Known*: the share of the sixty that the member
would recall with a chance of at least 90 %, which is what `/qotd me` shows, too. *Expected*: the mean chance over the
sixty. By the latter, random choice reaches about 0.87: with 60 questions it asks each of them seven times, and FSRS's
curve is flat. No choice whatever could be 1.3 times as good by it.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from statistics import fmean

import fsrs

from bot.domain.practice.choice import Learner, choose
from bot.domain.practice.drills import DrillAsked, rating_of
from bot.domain.practice.memory import LIKELY, Memory, Review, remembered
from bot.domain.question import Question
from bot.packs.library import SHIPPED_PACKS, PackLibrary

MEMBERS = 200
DAYS = 90
PER_DAY = 5
_QUESTIONS = 60
_MINUTES_EACH = 3
_HIDDEN_SIGMA = 0.5
_START = datetime(2026, 1, 5, tzinfo=UTC)
_TRUTH = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a member, or a group on average, remembers at the end."""

    #: Share of the sixty, 0..1, recalled with a chance of at least 90 %.
    known: float
    #: Mean chance of recall over the sixty, 0..1.
    expected: float


@dataclass
class Mind:
    """What a member truly remembers; nothing of it is shown to the drills."""

    hidden: dict[str, float]
    cards: dict[str, fsrs.Card] = field(default_factory=dict)

    def chance(self, ref: str, now: datetime) -> float:
        """Give the true chance of recall."""
        card = self.cards.get(ref)
        if card is None or card.stability is None:
            return 0.0
        truth = fsrs.Card(card_id=0, stability=card.stability * self.hidden[ref], last_review=card.last_review)
        return _TRUTH.get_card_retrievability(truth, now)

    def study(self, ref: str, now: datetime, *, recalled: bool) -> None:
        """Change what is remembered by answering and seeing the model answer."""
        rating = fsrs.Rating(rating_of(1.0 if recalled else 0.0))
        self.cards[ref], _ = _TRUTH.review_card(self.cards.get(ref) or fsrs.Card(card_id=0), rating, now)


class Drills:
    """Chooses as `/aws-quiz` does."""

    def __init__(self, pack: Sequence[Question], seed: int) -> None:
        self._pack = pack
        self._seed = str(seed)
        self._asked: list[DrillAsked] = []
        self._log: dict[str, list[Review]] = {}
        self._memories: dict[str, Memory] = {}

    def choose(self, now: datetime) -> Question:
        """Give the next question."""
        return choose(self._pack, Learner(self._asked, self._memories, (), self._seed), now)

    def answered(self, question: Question, now: datetime, *, recalled: bool) -> None:
        """Keep an answer as the services do."""
        score = 1.0 if recalled else 0.0
        self._asked.append(DrillAsked(question.ref, now, question.level, score))
        log = self._log.setdefault(question.ref, [])
        log.append(Review(question.ref, f"drill:{len(self._asked)}", rating_of(score), now))
        self._memories[question.ref] = remembered(question.ref, log)


class Chance:
    """Chooses at random."""

    def __init__(self, pack: Sequence[Question], seed: int) -> None:
        self._pack = pack
        self._random = random.Random(f"choice {seed}")

    def choose(self, _now: datetime) -> Question:
        """Give the next question."""
        return self._random.choice(self._pack)

    def answered(self, question: Question, now: datetime, *, recalled: bool) -> None:
        """Learn nothing from an answer."""


def practise(pack: Sequence[Question], seed: int, choice: Drills | Chance) -> Outcome:
    """Let a member practise until the end, and give what they remember on the day after it."""
    hidden = random.Random(f"hidden {seed}")
    recall = random.Random(f"recall {seed}")
    mind = Mind({question.ref: math.exp(hidden.gauss(0, _HIDDEN_SIGMA)) for question in pack})
    for number in range(DAYS * PER_DAY):
        day, place = divmod(number, PER_DAY)
        # FSRS counts whole days of 24 hours: the truth is told the day, so that every night counts as one.
        today = _START + timedelta(days=day)
        now = today + timedelta(hours=8, minutes=place * _MINUTES_EACH)
        question = choice.choose(now)
        recalled = recall.random() < mind.chance(question.ref, today)
        mind.study(question.ref, today, recalled=recalled)
        choice.answered(question, now, recalled=recalled)
    chances = [mind.chance(question.ref, _START + timedelta(days=DAYS)) for question in pack]
    return Outcome(fmean(chance >= LIKELY for chance in chances), fmean(chances))


@cache
def practised() -> tuple[Question, ...]:
    """Give sixty of the questions that come with Askaday, the same each time."""
    questions = [q for pack in PackLibrary([SHIPPED_PACKS]).packs().values() for q in pack.questions]
    return tuple(random.Random(1).sample(questions, _QUESTIONS))


@cache
def groups(members: int = MEMBERS, done: Callable[[float], None] = lambda _share: None) -> tuple[Outcome, Outcome]:
    """Give what members remember on average: with the drills' choice, and with random choice."""
    pack = practised()
    drilled, random_ones = [], []
    for seed in range(members):
        drilled.append(practise(pack, seed, Drills(pack, seed)))
        random_ones.append(practise(pack, seed, Chance(pack, seed)))
        done((seed + 1) / members)
    return _mean(drilled), _mean(random_ones)


def _mean(outcomes: Sequence[Outcome]) -> Outcome:
    return Outcome(fmean(one.known for one in outcomes), fmean(one.expected for one in outcomes))
