"""The demo: the real engine, store and scheduler, with simulated teammates and a clock that hurries."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from adapters.console.listen.teammates import act
from adapters.console.render.texts import only_seen_by
from adapters.console.send.channels import CHANNEL
from bot.cards.notices.notice import UNSEEN
from bot.cards.notices.series import INSTALLS_MODEL
from bot.cli.play.terminal import WORKSPACE, Terminal, player
from bot.cli.play.week import ANA, DANA, WEEK, Day
from bot.commands.request import Press, Reply, Request
from bot.domain.calendar.schedule import SAME_DAY_AT, CloseAfter, CloseSameDay, Schedule
from bot.domain.card import Card, Table
from bot.domain.members import Actor
from bot.domain.rounds import AnswerWindow, Form, Round
from bot.domain.series import BY_MEANING, BoardTimes, SeriesSettings
from bot.ports.clock import FastClock, TravelClock
from bot.ports.store import Transaction

#: The scripted week: a Monday without a holiday, half an hour before the first question.
MONDAY = datetime(2026, 12, 7, 8, 30, tzinfo=UTC)
_ASKED_AT = time(9)
#: How much faster than real the live demo's clock runs: eight hours in four minutes.
SPEED = 120.0
#: What the scripted week shows of each text: whoever looks on reads no model answer to its end.
MOST_LINES = 5
_HALF_AN_HOUR = timedelta(minutes=30)
_LIVE_ROUND = timedelta(hours=8)
#: How many questions an exam of the week has.
_EXAM = 3
#: The title of a reminder to practise.
_NUDGED = "Time to practise"
_FIRST_LINE = "Type your answer and press Enter. /hint helps, /qotd close reveals, /help lists all, /quit leaves."
_OVER = "That was the demo, and nothing of it is kept. README.md says how your team gets Askaday."
#: What can be typed in the demo beside answers and what stands on cards.
_TYPED = {
    "/qotd close": "show the model answer, how everybody did and the board now",
    "/qotd open": "ask the next question",
    "/qotd result": "how you did, point by point",
    "/qotd leaderboard": "the board of the week",
    "/qotd me": "your streak, points and practice",
    "/qotd stats": "what a manager sees",
    "/aws-quiz [TOPIC]": "a private question, like /aws-quiz security",
    "/aws-quiz exam 3": "three of them, and a mark",
}
_SERIES = "daily"
_MANAGER = player("You")


async def play_week(terminal: Terminal, clock: TravelClock) -> None:
    """Play the scripted week: Monday and what comes of it whole, of the other days a line a message."""
    say = terminal.screen.note
    say("A working week of a team, played by the real engine, store and scheduler; only the clock is moved by hand.")
    schedule = Schedule("UTC", _ASKED_AT, closes=CloseSameDay())
    await terminal.app.call(_set_up, terminal, schedule)
    await terminal.app.start()
    monday, *others = (MONDAY.date() + timedelta(days=number) for number in range(len(WEEK)))
    try:
        await _play_day(terminal, clock, WEEK[0], monday)
        await _practise(terminal)
        news = _News()
        for day, today in zip(WEEK[1:], others, strict=True):
            await _play_day(terminal, clock, day, today, shows_whole=news.includes)
        await _look_back(terminal)
    finally:
        await terminal.app.stop()
    say(_graded_by(terminal))
    say("That was the demo. `askaday demo` in a terminal lets you play yourself; README.md says how to go on.")


class _News:
    """What the later days bring that was not there before: a reminder to practise, and the board of the week."""

    def __init__(self) -> None:
        self._nudges: list[Card] = []

    def includes(self, card: Card) -> bool:
        """Say whether a card is such a one; of reminders the first is."""
        if card.title == _NUDGED:
            self._nudges.append(card)
            return len(self._nudges) == 1
        return any(isinstance(block, Table) for block in card.blocks)


def _graded_by(terminal: Terminal) -> str:
    if BY_MEANING in terminal.app.services.graders:
        return "Answers were compared with the model answers by meaning."
    return f"Answers were compared by their words alone; `{INSTALLS_MODEL}` lets them be compared by meaning."


def _set_up(tx: Transaction, terminal: Terminal, schedule: Schedule) -> None:
    managing = terminal.app.services.managing
    settings = SeriesSettings(schedule=schedule, packs=("aws",), board=BoardTimes.WEEKLY, form=Form.BOTH)
    series = managing.set_up(tx, _MANAGER, _SERIES, CHANNEL, settings)
    managing.set_queue(tx, _MANAGER, series, [f"aws/{day.question}" for day in WEEK])


async def _play_day(
    terminal: Terminal, clock: TravelClock, day: Day, today: date, shows_whole: Callable[[Card], bool] | None = None
) -> None:
    opens = datetime.combine(today, _ASKED_AT, UTC)
    terminal.screen.note(f"\n{opens:%A} {opens.day} {opens:%B %Y}")
    if shows_whole is not None:
        terminal.screen.shows_whole, terminal.screen.quotes = shows_whole, False
    await _travel(terminal, clock, opens - _HALF_AN_HOUR)
    await _travel(terminal, clock, opens)
    played = (await terminal.app.call(lambda tx: tx.rounds.open_in(WORKSPACE)))[-1]
    for cue in day.cues:
        await _travel(terminal, clock, opens + cue.after)
        await act(terminal.listener, CHANNEL, played.thread or "", cue)
    if day.best is not None:
        await terminal.app.desk.run(Request(_MANAGER, CHANNEL, "qotd", f"best {day.best.name}"))
    await _travel(terminal, clock, datetime.combine(today, SAME_DAY_AT, UTC))
    terminal.screen.quotes = True


async def _travel(terminal: Terminal, clock: TravelClock, instant: datetime) -> None:
    """Move the clock, and let the scheduler do what has become due."""
    clock.travel(max(instant, clock.now()))
    terminal.app.clockwork.wake()
    await terminal.settled()


async def _practise(terminal: Terminal) -> None:
    """Let Ana take an exam, and ask to be reminded of what she missed."""
    await _type(terminal, ANA, "aws-quiz", f"exam {_EXAM}")
    reply = Reply(UNSEEN)
    for number in range(_EXAM):
        drill = await terminal.app.call(lambda tx: tx.drills.current(WORKSPACE, ANA.member))
        if drill is None:
            break
        # She knows the first one, half of the second, and nothing of the last.
        points = drill.question.key_points
        known = points[: len(points) // (number + 1)] if number + 1 < _EXAM else ()
        said = " ".join(point.text for point in known) or "No idea."
        terminal.screen.said(ANA.name, said, how="(answers privately)")
        reply = await terminal.app.desk.press(Press(ANA, CHANNEL, "answer", f"drill:{drill.id}", said))
    terminal.screen.reply(reply.card, only_seen_by(ANA.name))
    await _type(terminal, ANA, "aws-quiz", "nudge on 8:30")


async def _look_back(terminal: Terminal) -> None:
    """Show what members and managers can ask for when the week is over."""
    await _type(terminal, DANA, "qotd", "result")
    await _type(terminal, _MANAGER, "qotd", "stats people week")


async def _type(terminal: Terminal, who: Actor, word: str, text: str) -> None:
    terminal.screen.said(who.name, f"/{word} {text}")
    reply = await terminal.app.desk.run(Request(who, CHANNEL, word, text))
    terminal.screen.reply(reply.card, only_seen_by(None if who == _MANAGER else who.name))


async def play_live(terminal: Terminal, clock: FastClock) -> None:
    """Let a person play one question after another, with teammates who answer too."""
    schedule = Schedule("UTC", _ASKED_AT, frozenset(range(7)), closes=CloseAfter(_LIVE_ROUND))
    await terminal.app.call(_set_up, terminal, schedule)
    await terminal.app.start()
    teammates = asyncio.create_task(_answer_along(terminal, clock))
    try:
        await terminal.app.call(_open_now, terminal)
        await terminal.settled()
        terminal.screen.note(_FIRST_LINE)
        await terminal.repl(_MANAGER, _TYPED).run()
        terminal.screen.note(_OVER)
    finally:
        teammates.cancel()
        await terminal.app.stop()


def _open_now(tx: Transaction, terminal: Terminal) -> None:
    series = terminal.app.services.managing.named(tx, WORKSPACE, _SERIES)
    if series is not None:
        terminal.app.services.opening.open_now(tx, _MANAGER, series)


async def _answer_along(terminal: Terminal, clock: FastClock) -> None:
    """Play the script's teammates in every round whose question is in the script."""
    days = {f"aws/{day.question}": day for day in WEEK}
    played: set[int] = set()
    while True:
        for current in await terminal.app.call(lambda tx: tx.rounds.open_in(WORKSPACE)):
            day = days.get(current.question.ref) if current.question else None
            if current.id not in played and current.thread and current.opened_at and day:
                played.add(current.id)
                await _act_in(terminal, clock, current, day)
        await asyncio.sleep(1)


async def _act_in(terminal: Terminal, clock: FastClock, current: Round, day: Day) -> None:
    """Do what the script says in an open round, each cue at its time, until the round is over."""
    opened_at = current.opened_at or clock.now()
    for cue in day.cues:
        await asyncio.sleep(clock.wait_until(opened_at + cue.after).total_seconds())
        if not await terminal.app.call(_takes_answers, current.id, clock.now()):
            return
        await act(terminal.listener, CHANNEL, current.thread or "", cue)


def _takes_answers(tx: Transaction, round_id: int, at: datetime) -> bool:
    played = tx.rounds.get(round_id)
    return played is not None and AnswerWindow(played.id, played.state, played.closes_at).counts(at)
