"""Which question a member practises next."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.practice.choice import Learner, choose, fitting_level
from bot.domain.practice.drills import DrillAsked
from bot.domain.practice.memory import Memory, Rating, Review, remembered
from bot.domain.question import Level, Question
from tests.worlds.builders import question

NOW = datetime(2026, 12, 7, 9, tzinfo=UTC)
EARLIER = NOW - timedelta(days=2)
DAY = timedelta(days=1)
F, A, P = Level


def asked(ref: str = "basics/x", level: Level = A, score: float | None = None, at: datetime = EARLIER) -> DrillAsked:
    return DrillAsked(ref, at, level, score)


def memory(of: Question, days_ago: int, rating: Rating) -> Memory:
    return remembered(of.ref, [Review(of.ref, "drill:1", rating, NOW - days_ago * DAY)])


def chosen(
    questions: list[Question],
    *,
    history: tuple[DrillAsked, ...] = (),
    memories: tuple[Memory, ...] = (),
    weak: tuple[str, ...] = (),
    topic: str | None = None,
) -> str:
    learner = Learner(history, {one.ref: one for one in memories}, weak, "ana")
    return choose(questions, learner, NOW, topic).id


@pytest.mark.parametrize(
    ("history", "level"),
    [
        ((), A),
        ((asked(score=None),), A),
        ((asked(level=F, score=1.0),), A),
        ((asked(level=F, score=0.0),), F),
        ((asked(level=P, score=1.0),), P),
        ((asked(level=A, score=1.0), asked(level=A, score=0.9)), P),
        ((*(asked(level=A, score=1.0) for _ in range(9)), *(asked(level=F, score=0.2) for _ in range(10))), F),
    ],
)
def test_fitting_level_follows_the_latest_answers(history: tuple[DrillAsked, ...], level: Level) -> None:
    assert fitting_level(history) is level


def test_due_comes_before_unseen_and_unseen_before_what_is_remembered() -> None:
    due, fresh, unseen = question(1), question(2), question(3)
    held = (memory(due, 5, Rating.AGAIN), memory(fresh, 1, Rating.EASY))

    order = [chosen([due, fresh, unseen], memories=held)]
    order.append(chosen([fresh, unseen], memories=held))
    order.append(chosen([fresh], memories=held))

    assert order == [due.id, unseen.id, fresh.id]


def test_of_several_due_the_least_likely_recalled_comes_first() -> None:
    first, second = question(1), question(2)
    held = (memory(first, 10, Rating.GOOD), memory(second, 10, Rating.AGAIN))

    assert chosen([first, second], memories=held) == second.id


def test_of_the_remembered_the_least_likely_recalled_comes_first() -> None:
    first, second = question(1), question(2)
    held = (memory(first, 3, Rating.EASY), memory(second, 3, Rating.GOOD))

    assert chosen([first, second], memories=held) == second.id


def test_weak_topics_come_before_others_weakest_first() -> None:
    topics = {1: "storage", 2: "network", 3: "cost"}
    questions = [question(number, topics=(topic,)) for number, topic in topics.items()]

    assert chosen(questions, weak=("cost", "network")) == "question-3"
    assert chosen(questions[:2], weak=("cost", "network")) == "question-2"


def test_unseen_questions_near_the_level_come_first() -> None:
    questions = [question(number, level=level) for number, level in enumerate((F, A, P), start=1)]

    assert chosen(questions) == "question-2"
    assert chosen(questions, history=(asked(level=P, score=1.0),)) == "question-3"
    assert chosen(questions, history=(asked(level=F, score=0.0),)) == "question-1"


def test_main_topic_that_was_asked_for_comes_first() -> None:
    touching, about = question(1, topics=("storage", "cost")), question(2, topics=("cost",))

    assert chosen([touching, about], topic="cost") == about.id


def test_what_came_up_within_the_hour_waits_even_if_it_is_due() -> None:
    due, fresh = question(1), question(2)
    held = (memory(due, 5, Rating.AGAIN), memory(fresh, 1, Rating.EASY))
    just_now = asked(due.ref, at=NOW - timedelta(minutes=59))
    long_ago = asked(due.ref, at=NOW - timedelta(hours=1))

    assert chosen([due, fresh], memories=held, history=(just_now,)) == fresh.id
    assert chosen([due, fresh], memories=held, history=(long_ago,)) == due.id
    assert chosen([due], memories=held, history=(just_now,)) == due.id


def test_members_begin_with_different_questions() -> None:
    questions = [question(number) for number in range(1, 31)]
    firsts = {choose(questions, Learner((), {}, (), f"member {number}"), NOW).id for number in range(30)}

    assert len(firsts) > 10
