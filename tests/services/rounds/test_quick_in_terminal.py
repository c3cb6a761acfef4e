"""A quick answer in the terminal, where letters are typed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.console.listen.repl import Repl
from adapters.console.send.channels import CHANNEL
from bot.cli.play.terminal import WORKSPACE, Terminal, open_terminal, player
from bot.domain.judging.options import options_for
from bot.domain.rounds import Form
from bot.ports.clock import TravelClock
from bot.services.rounds.answering import answers_of
from tests.memory_store import memory_store
from tests.services.chosen import FOUR
from tests.worlds.builders import MONDAY, Packs, options, pack, question, settings

YOU = player("You")
ASKED = question(1, choices=FOUR)


def letter(text: str = FOUR[0].text) -> str:
    return "abcd"[[one.text for one in options_for(ASKED, WORKSPACE, YOU.member)].index(text)]


@asynccontextmanager
async def playing() -> AsyncIterator[tuple[Terminal, Repl]]:
    clock = TravelClock(MONDAY)
    terminal = open_terminal(options(), memory_store(), Packs({"basics": pack(ASKED)}), clock)
    services = terminal.app.services
    series = await terminal.app.call(
        services.managing.set_up, YOU, "daily", CHANNEL, settings(form=Form.BOTH, managers=frozenset({YOU.member}))
    )
    await terminal.app.call(services.opening.open_now, YOU, series)
    await terminal.app.ticking.tick()
    await terminal.app.ticking.finish()
    try:
        yield terminal, terminal.repl(YOU)
    finally:
        await terminal.app.store.close()


async def standing(terminal: Terminal) -> list[tuple[str, bool]]:
    """Give what would be answered if the round closed now, and whether it was chosen."""
    [played] = await terminal.app.call(lambda tx: tx.rounds.open_in(WORKSPACE))
    found = await terminal.app.call(answers_of, played, terminal.app.clock.now())
    return [(answer.text, answer.picked is not None) for answer in found]


@pytest.mark.parametrize("typed", ["/{}", "{}", "{})"])
async def test_choices_are_shown_and_a_letter_is_taken(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    async with playing() as (terminal, repl):
        for line in ("/quick", typed.format(letter())):
            await repl.handle(line)
        shown, found = capsys.readouterr().out, await standing(terminal)

    assert [one.text in shown for one in FOUR] == [True] * 4
    assert found == [(FOUR[0].text, True)]


async def test_a_letter_in_the_thread_is_taken_and_its_choice_told(capsys: pytest.CaptureFixture[str]) -> None:
    async with playing() as (terminal, repl):
        await repl.handle(letter(FOUR[1].text))
        shown, found = capsys.readouterr().out, await standing(terminal)

    assert "Your letter is a quick answer" in shown
    assert found == [(FOUR[1].text, True)]


async def test_why_and_words_are_typed_behind_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    async with playing() as (terminal, repl):
        for line in ("/quick", f"/{letter()}", "/why", "/why they are green"):
            await repl.handle(line)
        chosen, shown = await standing(terminal), capsys.readouterr().out
        await repl.handle("/answer in words of my own")
        words = await standing(terminal)

    assert "Type /why SENTENCE." in shown
    assert chosen == [(f"{FOUR[0].text}\nthey are green", True)]
    assert words == [("in words of my own", False)]
