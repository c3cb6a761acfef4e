"""A week of a bank that was imported, played in the terminal by its choices."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from adapters.console.send.channels import CHANNEL
from bot.cli.play.terminal import WORKSPACE, Terminal, open_terminal, player
from bot.domain.calendar.schedule import CloseSameDay, Schedule
from bot.domain.judging.options import options_for
from bot.domain.question import Pack
from bot.domain.rounds import Form, Round
from bot.domain.series import SeriesSettings
from bot.packs.importing.importer import Wanted, import_file
from bot.packs.library import PackLibrary
from bot.packs.writing import write_pack
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from tests.memory_store import memory_store
from tests.packs import banks
from tests.worlds.builders import options

YOU = player("You")
MONDAY = date(2026, 12, 7)
#: What is asked from Monday to Friday: whether it has choices, and whether the right one is taken.
WEEK = ((True, True), (True, False), (False, True), (True, True), (True, False))


def at(day: int, hour: int) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time(hour), UTC)


def letter(played: Round, *, is_right: bool) -> str:
    """Give the letter of a choice, as it stands before this player."""
    assert played.question is not None
    shown = options_for(played.question, WORKSPACE, YOU.member)
    return "abcd"[[one.right for one in shown].index(is_right)]


async def play_day(terminal: Terminal, clock: TravelClock, day: int) -> None:
    clock.travel(at(day, 9))
    await terminal.settled()
    [played] = await terminal.app.call(lambda tx: tx.rounds.open_in(WORKSPACE))
    repl = terminal.repl(YOU)
    if played.choosing is None:
        await repl.handle(played.question.model_answer if played.question else "")
    else:
        await repl.handle("/quick")
        await repl.handle(letter(played, is_right=WEEK[day][1]))
    clock.travel(at(day, 17))
    await terminal.settled()


async def test_a_week_is_played_and_graded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "boats.json"
    file.write_text(banks.json_text())
    imported = import_file(file, Wanted(name="boats"), date(2026, 11, 28)).pack
    write_pack(imported, tmp_path / "packs" / "boats")
    clock = TravelClock(at(0, 8))
    terminal = open_terminal(options(), memory_store(), PackLibrary([tmp_path / "packs"]), clock)
    await terminal.app.call(set_up, terminal, week_of(imported))
    await terminal.app.start()
    shown = []
    try:
        for day in range(5):
            await play_day(terminal, clock, day)
            shown.append(capsys.readouterr().out)
    finally:
        await terminal.app.stop()

    words = [" ".join(re.sub("[│╭╮╰╯─]", " ", day).split()) for day in shown]
    assert ["The right choice earns the whole score." in day for day in words] == [has for has, _ in WEEK]
    assert [re.findall(r"([✓✗]) [^✓✗]*? \(1\)", day) for day in words] == [["✓"], ["✗"], [], ["✓"], ["✗"]]
    # Ten points for the whole score, two for having taken part; the words of the third day are the model answer's.
    boards = [re.findall(r"Rank Who Points Answers Score Streak 1 You (\d+) (\d) (\d+) % \d", day) for day in words]
    assert boards == [
        [("10", "1", "100")],
        [("12", "2", "50")],
        [("22", "3", "67")],
        [("32", "4", "75")],
        [("34", "5", "60")],
    ]


def week_of(bank: Pack) -> list[str]:
    with_choices, words = ([one.ref for one in bank.questions if bool(one.choices) is has] for has in (True, False))
    return [(with_choices if has else words).pop() for has, _ in WEEK]


def set_up(tx: Transaction, terminal: Terminal, queue: list[str]) -> None:
    managing = terminal.app.services.managing
    schedule = Schedule("UTC", time(9), closes=CloseSameDay())
    series = managing.set_up(tx, YOU, "daily", CHANNEL, SeriesSettings(schedule, packs=("boats",), form=Form.BOTH))
    managing.set_queue(tx, YOU, series, queue)
