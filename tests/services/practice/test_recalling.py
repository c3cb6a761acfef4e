"""A terminal that starts where an earlier one stopped, on the same database."""

import io
from pathlib import Path

import pytest

from adapters.console.send.channel import Chat, Place
from adapters.console.send.messenger import ConsoleMessenger
from adapters.console.send.screen import Screen, terminal
from bot.cards.naming import CommandNames
from bot.cli import machine_zone
from bot.cli.machine_zone import ZONE_NOTE
from bot.cli.play.recalling import left_open, recall, state_of_play
from bot.cli.play.terminal import open_terminal
from bot.domain.card import Card
from bot.ports.clock import TravelClock
from bot.ports.messenger import Sent
from tests.memory_store import memory_store
from tests.worlds.builders import ANA, BO, CHANNEL, MONDAY, WORKSPACE, Packs, options
from tests.worlds.playing import open_round
from tests.worlds.world import World, new_world

NAMES = CommandNames()


async def restarted(world: World) -> tuple[Chat, Screen, str]:
    """Give what a new terminal has and shows on the world's database."""
    output = io.StringIO()
    chat, screen = Chat(world.clock), Screen(terminal(file=output, width=100))
    for found in await world.app.call(left_open, WORKSPACE, world.clock.now()):
        recall(chat, screen, found, NAMES)
    return chat, screen, output.getvalue()


async def test_recall_brings_back_cards_and_messages_as_they_stand() -> None:
    async with new_world() as world:
        await world.set_up()
        played = await open_round(world)
        await world.say(ANA, "first")
        edited = await world.say(ANA, "second")
        gone = await world.say(BO, "never mind")
        await world.edit(ANA, edited, "third")
        await world.delete(gone)
        await world.after(seconds=1)

        chat, screen, shown = await restarted(world)

        thread = Place(WORKSPACE, CHANNEL, played.thread)
        assert [(m.member, m.text) for m in chat.at(thread)] == [("ana", "first"), ("ana", "third")]
        assert [m.revision for m in chat.at(thread)] == [m.revision for m in world.chat.at(thread)]
        assert sorted(screen.offers()) == ["answer", "flag", "hint"]
        assert shown.count("Question of the day") == 1


async def test_recalled_card_is_found_and_its_thread_read() -> None:
    async with new_world() as world:
        await world.set_up()
        played = await open_round(world)
        message = await world.say(ANA, "first")
        [card] = [d for d in await world.deliveries(played.id) if d.message == played.card_message]
        await world.after(seconds=1)
        chat, screen, _ = await restarted(world)
        messenger = ConsoleMessenger(chat, screen)
        sent = Sent(CHANNEL, played.card_message or "", played.thread or "")

        assert await messenger.read_thread(WORKSPACE, sent) == [message.revision]
        assert chat.get(sent.message) is not None
        assert chat.at(Place(WORKSPACE, CHANNEL))[0].key == card.key


async def test_round_that_is_about_to_close_is_recalled_and_not_shown() -> None:
    async with new_world() as world:
        await world.set_up()
        played = await open_round(world)
        assert played.closes_at is not None
        world.clock.travel(played.closes_at)

        chat, _, shown = await restarted(world)

        assert (chat.get(played.card_message or "") is not None, shown) == (True, "")


async def test_update_of_a_card_of_an_earlier_run_changes_nothing() -> None:
    async with new_world() as world:
        output = io.StringIO()
        messenger = ConsoleMessenger(Chat(world.clock), Screen(terminal(file=output, width=100)))

        await messenger.update(WORKSPACE, Sent(CHANNEL, "1", "1"), Card("Closed"))

        assert output.getvalue() == ""


async def test_state_of_play_says_what_is_set_up_and_open(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    there = tmp_path / "localtime"
    there.symlink_to("/usr/share/zoneinfo/Asia/Kolkata")
    monkeypatch.setattr(machine_zone, "LOCAL_TIME", there)
    monkeypatch.chdir(tmp_path)
    async with new_world() as world:
        empty = await world.app.call(state_of_play, WORKSPACE, NAMES)
        await world.set_up()
        planned = await world.app.call(state_of_play, WORKSPACE, NAMES)
        await open_round(world)
        opened = await world.app.call(state_of_play, WORKSPACE, NAMES)

        example = "/qotd setup packs=aws zone=Asia/Kolkata at=09:00 days=mon-fri"
        assert empty == f"Nothing is set up in this terminal yet: {example}"
        assert planned == "daily: next question Monday 7 December, 09:00 (UTC); no question is open"
        assert opened == "daily: next question Tuesday 8 December, 09:00 (UTC); 1 question is open"


@pytest.mark.parametrize(
    ("settings", "zone"),
    [
        (f"{ZONE_NOTE}America/New_York.\n", "America/New_York"),
        (f"\ufeff# Settings\r\n{ZONE_NOTE}Asia/Tokyo.\r\nSLACK_BOT_TOKEN=xoxb-1\r\n", "Asia/Tokyo"),
        (f"{ZONE_NOTE}where I sit.\n", "Asia/Kolkata"),
        ("SLACK_BOT_TOKEN=xoxb-1\n", "Asia/Kolkata"),
        (None, "Asia/Kolkata"),
    ],
    ids=["told", "told on Windows", "changed by hand", "not told", "no settings"],
)
async def test_example_has_the_zone_that_init_was_told_or_the_machines(
    settings: str | None, zone: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = tmp_path / "localtime"
    there.symlink_to("/usr/share/zoneinfo/Asia/Kolkata")
    monkeypatch.setattr(machine_zone, "LOCAL_TIME", there)
    monkeypatch.chdir(tmp_path)
    if settings is not None:
        (tmp_path / ".env").write_text(settings, "utf-8", newline="")
    async with new_world() as world:
        said = await world.app.call(state_of_play, WORKSPACE, NAMES)

    assert f" zone={zone} " in said


async def test_greeting_says_where_askaday_runs() -> None:
    said = []
    for platforms in ((), ("slack", "discord")):
        output = io.StringIO()
        screen = Screen(terminal(file=output, width=100))
        opened = open_terminal(options(), memory_store(), Packs(), TravelClock(MONDAY), screen=screen)
        await opened.greet(platforms)
        await opened.app.store.close()
        said.append(output.getvalue().splitlines()[:2])

    how = "/help lists what you can type here, /quit stops it."
    assert said == [
        ["Askaday is running in this terminal.", how],
        ["Askaday is running in Slack, Discord and this terminal.", how],
    ]
