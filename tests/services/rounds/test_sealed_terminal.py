"""What is written in public though answers are private until the reveal."""

import pytest

from adapters.console.send.channels import CHANNEL
from bot.cli.play.terminal import WORKSPACE, open_terminal, player
from bot.domain.series import AnswerMode
from bot.ports.clock import TravelClock
from tests.memory_store import memory_store
from tests.worlds.builders import MONDAY, Packs, options, settings

NOTE = "Everybody can read this"


@pytest.mark.parametrize(("mode", "notes"), [(AnswerMode.SEALED, 1), (AnswerMode.OPEN, 0)])
async def test_line_in_the_thread_of_a_sealed_series_is_answered_with_a_note(
    capsys: pytest.CaptureFixture[str], mode: AnswerMode, notes: int
) -> None:
    you = player("You")
    clock = TravelClock(MONDAY)
    terminal = open_terminal(options(), memory_store(), Packs(), clock)
    services = terminal.app.services
    chosen = settings(answer_mode=mode)
    series = await terminal.app.call(services.managing.set_up, you, "daily", CHANNEL, chosen)
    await terminal.app.call(services.opening.open_now, you, series)
    await terminal.app.ticking.tick()
    await terminal.app.ticking.finish()
    [played] = await terminal.app.call(lambda tx: tx.rounds.open_in(WORKSPACE))

    await terminal.listener.say(you, CHANNEL, played.thread, "an answer")
    shown = capsys.readouterr().out
    await terminal.app.store.close()

    assert shown.count(NOTE) == notes
