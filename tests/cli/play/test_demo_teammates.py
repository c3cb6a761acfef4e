"""The teammates of the demo that a person plays: they say nothing to a question that has closed."""

from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from adapters.console.send.channels import CHANNEL
from adapters.console.send.screen import Screen
from bot.cli.play import demonstration
from bot.cli.play.terminal import WORKSPACE, Terminal, open_terminal, player
from bot.cli.play.week import WEEK
from bot.commands.request import Request
from bot.domain.calendar.schedule import CloseAfter, Schedule
from bot.domain.rounds import Round
from bot.packs.library import SHIPPED_PACKS, PackLibrary
from bot.ports.clock import FastClock
from tests.memory_store import memory_store
from tests.worlds.builders import options

#: So many times as fast as real that nobody waits for a teammate's cue.
_SPEED = 1e5


async def _opened(terminal: Terminal) -> Round:
    """Ask the first question of the script, and give its round."""
    # At this speed a day is a second: neither the next question nor the close may come meanwhile.
    closes = CloseAfter(demonstration._LIVE_ROUND * 1000)
    schedule = Schedule("UTC", demonstration._ASKED_AT, frozenset({0}), every_weeks=52, closes=closes)
    await terminal.app.call(demonstration._set_up, terminal, schedule)
    await terminal.app.call(demonstration._open_now, terminal)
    await terminal.app.ticking.tick()
    while await terminal.app.ticking.idle():
        await terminal.app.ticking.tick()
    [played] = await terminal.app.call(lambda tx: list(tx.rounds.open_in(WORKSPACE)))
    return played


async def _who_wrote(*, is_closed: bool) -> set[str | None]:
    screen = Screen(Console(file=StringIO()))
    clock = FastClock(datetime(2026, 12, 7, 9, tzinfo=UTC), _SPEED)
    packs = PackLibrary((SHIPPED_PACKS,))
    terminal = open_terminal(options(), memory_store(), packs, clock, screen=screen)
    try:
        played = await _opened(terminal)
        if is_closed:
            await terminal.app.desk.run(Request(player("You"), CHANNEL, "qotd", "close"))
        await demonstration._act_in(terminal, clock, played, WEEK[0])
        return {message.member for message in terminal.listener.chat._messages.values()} - {None}
    finally:
        await terminal.app.store.close()


async def test_teammates_answer_an_open_question() -> None:
    assert await _who_wrote(is_closed=False) == {cue.who.member for cue in WEEK[0].cues}


async def test_nobody_answers_after_the_player_has_closed_it() -> None:
    assert await _who_wrote(is_closed=True) == set()
