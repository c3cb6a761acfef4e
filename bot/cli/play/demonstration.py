"""The demo: the real engine, store and scheduler, with simulated teammates and a clock that hurries."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta

from adapters.console.listen.teammates import act
from adapters.console.send.channels import CHANNEL
from bot.cards.notices import INSTALLS_MODEL
from bot.cli.play.terminal import WORKSPACE, Terminal, player
from bot.cli.play.week import ANA, DANA, WEEK, Day
from bot.commands.request import Press, Request
from bot.domain.calendar.schedule import SAME_DAY_AT, CloseAfter, CloseSameDay, Schedule
from bot.domain.members import Actor
from bot.domain.rounds import Form, Round
from bot.domain.series import BY_MEANING, BoardTimes, SeriesSettings
from bot.ports.clock import FastClock, TravelClock
from bot.ports.store import Transaction

#: The scripted week: a Monday without a holiday, half an hour before the first question.
MONDAY = datetime(2026, 12, 7, 8, 30, tzinfo=UTC)
_ASKED_AT = time(9)
#: How much faster than real the live demo's clock runs: eight hours in four minutes.
SPEED = 120.0
#: What the scripted week shows of each text: whoever scrolls through five days reads no model answer to its end.
MOST_LINES = 9
_LIVE_ROUND = timedelta(hours=8)
_SERIES = "daily"
_MANAGER = player("You")


async def play_week(terminal: Terminal, clock: TravelClock) -> None:
    """Play the scripted week and print all of it."""
    say = terminal.screen.note
    say("A working week of a team, played by the real engine, store and scheduler; only the clock is moved by hand.")
    say(
        "Ana writes whole answers, Bo several short messages, Cy a second thought, Dana copies the first question, and "
        "Eli talks of lunch. Bo forgets Wednesday, Fay and Gus join on Friday. You manage the series. Long texts are "
        f"cut: `askaday packs show aws/{WEEK[0].question}` prints Monday's question in full."
    )
    schedule = Schedule("UTC", _ASKED_AT, closes=CloseSameDay())
    await terminal.app.call(_set_up, terminal, schedule)
    await terminal.app.start()
    try:
        for number, day in enumerate(WEEK):
            await _play_day(terminal, clock, day, MONDAY.date() + timedelta(days=number))
        await _look_back(terminal)
    finally:
        await terminal.app.stop()
    if BY_MEANING not in terminal.app.services.graders:
        say(f"Answers were compared by their words alone; `{INSTALLS_MODEL}` lets them be compared by meaning.")
    say("That was the demo. Run `make demo` in a terminal to play yourself; README.md says how to go on.")


def _set_up(tx: Transaction, terminal: Terminal, schedule: Schedule) -> None:
    managing = terminal.app.services.managing
    settings = SeriesSettings(schedule=schedule, packs=("aws",), board=BoardTimes.WEEKLY, form=Form.BOTH)
    series = managing.set_up(tx, _MANAGER, _SERIES, CHANNEL, settings)
    managing.set_queue(tx, _MANAGER, series, [f"aws/{day.question}" for day in WEEK])


async def _play_day(terminal: Terminal, clock: TravelClock, day: Day, today: date) -> None:
    opens = datetime.combine(today, _ASKED_AT, UTC)
    terminal.screen.note(f"\n{opens:%A} {opens.day} {opens:%B %Y}")
    await _travel(terminal, clock, opens)
    played = (await terminal.app.call(lambda tx: tx.rounds.open_in(WORKSPACE)))[-1]
    for cue in day.cues:
        await _travel(terminal, clock, opens + cue.after)
        await act(terminal.listener, CHANNEL, played.thread or "", cue)
    if day.best is not None:
        await _type(terminal, _MANAGER, "qotd", f"best {day.best.name}")
    await _travel(terminal, clock, datetime.combine(today, SAME_DAY_AT, UTC))


async def _travel(terminal: Terminal, clock: TravelClock, instant: datetime) -> None:
    """Move the clock, and let the scheduler do what has become due."""
    clock.travel(max(instant, clock.now()))
    terminal.app.clockwork.wake()
    await terminal.settled()


async def _look_back(terminal: Terminal) -> None:
    """Show what members and managers can ask for when the week is over."""
    await _type(terminal, DANA, "qotd", "result")
    await _type(terminal, DANA, "qotd", "me")
    await _type(terminal, ANA, "aws-quiz", "foundation")
    drill = await terminal.app.call(lambda tx: tx.drills.current(WORKSPACE, ANA.member))
    if drill is not None:
        points = drill.question.key_points
        text = f"{points[0].text} {points[1].alt[0]}."
        terminal.screen.said(ANA.name, text, how="(answers privately)")
        reply = await terminal.app.desk.press(Press(ANA, CHANNEL, "answer", f"drill:{drill.id}", text))
        terminal.screen.reply(reply.card, "only Ana sees this")
        if any(action.name == "skip" for action in reply.card.actions):
            terminal.screen.said(ANA.name, "/skip")
            reply = await terminal.app.desk.press(Press(ANA, CHANNEL, "skip", f"probe:{drill.id}"))
            terminal.screen.reply(reply.card, "only Ana sees this")
    await _type(terminal, _MANAGER, "qotd", "stats people week")


async def _type(terminal: Terminal, who: Actor, word: str, text: str) -> None:
    terminal.screen.said(who.name, f"/{word} {text}")
    reply = await terminal.app.desk.run(Request(who, CHANNEL, word, text))
    terminal.screen.reply(reply.card, "only you see this" if who == _MANAGER else f"only {who.name} sees this")


async def play_live(terminal: Terminal, clock: FastClock) -> None:
    """Let a person play one question after another, with teammates who answer too."""
    schedule = Schedule("UTC", _ASKED_AT, frozenset(range(7)), closes=CloseAfter(_LIVE_ROUND))
    await terminal.app.call(_set_up, terminal, schedule)
    await terminal.app.start()
    teammates = asyncio.create_task(_answer_along(terminal, clock))
    try:
        await terminal.app.call(_open_now, terminal)
        await terminal.settled()
        terminal.screen.note(
            f"Type your answer, or /help. The clock runs {SPEED:.0f} times as fast: the reveal comes in "
            f"{_LIVE_ROUND / SPEED / timedelta(minutes=1):.0f} minutes, or at once with /qotd close."
        )
        if BY_MEANING not in terminal.app.services.graders:
            terminal.screen.note(f"Answers are compared by their words alone; `{INSTALLS_MODEL}` changes that.")
        await terminal.repl(_MANAGER).run()
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
        if current.closes_at is None or clock.now() >= current.closes_at:
            return
        await act(terminal.listener, CHANNEL, current.thread or "", cue)
