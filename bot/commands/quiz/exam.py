"""Exams: `/aws-quiz exam` and the buttons of its questions."""

from bot.cards.drill import drill_card
from bot.cards.exam import exam_result_card
from bot.commands.request import Press, Reply, Request
from bot.domain.card import Card
from bot.domain.practice.exams import DEFAULT_SIZE, ExamResult
from bot.services.practice.examining import ExamQuestion
from bot.services.practice.pool import Wanted
from bot.services.services import Services

_MOST_DIGITS = 4


async def exam(services: Services, request: Request, size: int, wanted: Wanted) -> Reply:
    """Begin an exam, or go on with the one that was left."""
    return Reply(exam_card(await services.store.call(services.examining.begin, request.actor, size, wanted)))


def size_among(words: list[str]) -> tuple[int, list[str]]:
    """Find how many questions are wanted among what was typed; give the other words, too."""
    sizes = [word for word in words if word.isdecimal() and len(word) <= _MOST_DIGITS][:1]
    return (int(sizes[0]), [word for word in words if word is not sizes[0]]) if sizes else (DEFAULT_SIZE, words)


async def go_on(services: Services, press: Press, exam_id: int) -> Reply:
    """Show what comes next in an exam, in the place of what was answered."""
    return _onward(await services.store.call(services.examining.go_on, press.actor, exam_id))


async def pass_over(services: Services, press: Press, drill_id: int) -> Reply:
    """Leave a question unanswered and go on."""
    return _onward(await services.store.call(services.examining.pass_over, press.actor, drill_id))


async def end(services: Services, press: Press, drill_id: int) -> Reply:
    """End the exam and show what came of it."""
    return _onward(await services.store.call(services.examining.end, press.actor, drill_id))


def _onward(state: ExamQuestion | ExamResult) -> Reply:
    return Reply(exam_card(state), replaces=True)


def exam_card(state: ExamQuestion | ExamResult) -> Card:
    """Show the question that waits, or the result."""
    if isinstance(state, ExamResult):
        return exam_result_card(state)
    return drill_card(state.drill, state.number, state.size)
