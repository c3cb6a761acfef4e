"""Whole rounds in Discord, through real discord.py."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.series import AnswerMode, SeriesState
from bot.ports.store import Transaction
from tests.servers.fake_discord.records import ANNOUNCEMENT, FORUM, TEXT
from tests.worlds.discord import DiscordWorld, discord_world, running, shown

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
#: https://docs.discord.com/developers/components/reference#component-object-component-types
ACTION_ROW = 1
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
FULL = "It stores turquoise lanterns. Elephants guard marble gates."


async def answer_all(world: DiscordWorld) -> None:
    """Let three people answer: one split over two messages, one edited, one deleted."""
    thread = world.thread()
    world.discord.say(world.people["ana"], thread, "It stores turquoise lanterns.")
    world.discord.say(world.people["ana"], thread, "Elephants guard marble gates.")
    wrong = world.discord.say(world.people["bo"], thread, "Drums")
    gone = world.discord.say(world.people["cy"], thread, "Tigers")
    world.discord.say(world.people["cy"], thread, "", file="photo.png")
    await world.recorded(5)
    world.discord.edit(wrong, "It stores turquoise lanterns.")
    world.discord.delete(gone)
    await world.recorded(7)


@pytest.mark.parametrize("kind", [TEXT, ANNOUNCEMENT, FORUM])
async def test_round_is_asked_answered_and_revealed_once(kind: int) -> None:
    async with discord_world(kind=kind) as world:
        await world.set_up()
        await world.at(NINE)
        await answer_all(world)
        played = await world.open_round()

        answers = await world.answers(played)
        await world.at(FIVE)

        thread = world.discord.messages(world.thread(), by=world.bot.user)
        texts = [shown(message) for message in thread if message.components]
        reveals = [text for text in texts if "Elephants guard marble gates" in text and "2 of 2" in text]
        assert answers == [
            ("ana", FULL.replace(". ", ".\n")),
            ("bo", "It stores turquoise lanterns."),
            ("cy", ""),
        ]
        assert len(reveals) == 1, texts


async def test_closed_card_says_so_and_names_its_thread() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.discord.say(world.people["ana"], world.thread(), FULL)
        await world.recorded(1)
        await world.at(FIVE)

        card = world.discord.messages(world.place)[0]
        assert shown(card).startswith("## Closed: Storage · associate")
        assert world.thread().name == "Closed: Storage · associate"


@pytest.mark.parametrize("spoiler", [True, False])
async def test_reveal_is_covered_where_the_series_says_so_and_its_buttons_are_not(spoiler: bool) -> None:
    async with discord_world() as world:
        await world.set_up(spoiler=spoiler)
        await world.at(NINE)
        world.discord.say(world.people["ana"], world.thread(), FULL)
        await world.recorded(1)
        await world.at(FIVE)

        posted = [one for one in world.discord.messages(world.thread(), by=world.bot.user) if one.components]
        [reveal, model_answer] = posted
        mine = await world.discord.press(world.people["ana"], reveal, "How did I do?")
        await world.until(lambda: shown(mine.message))

    [container, *below] = reveal.components
    assert container.get("spoiler", False) is spoiler
    assert model_answer.components[0].get("spoiler", False) is spoiler
    assert [one["type"] for one in below] == ([ACTION_ROW] if spoiler else [])
    assert "key points recognised" in shown(mine.message)


async def test_answer_through_the_button_stays_private_until_the_reveal() -> None:
    async with discord_world() as world:
        await world.set_up(answer_mode=AnswerMode.SEALED)
        await world.at(NINE)
        ana = world.people["ana"]

        opened = await world.discord.press(ana, world.card(), "Answer privately")
        sent = await world.discord.submit(ana, opened, {"text": FULL})
        await world.until(lambda: shown(sent.message))
        before = [shown(message) for message in world.discord.messages(world.thread())]
        await world.at(FIVE)

        [reveal, _] = [one for one in world.discord.messages(world.thread(), by=world.bot.user) if one.components]
        read = await world.discord.press(world.people["bo"], reveal, "Read the answers")
        await world.until(lambda: shown(read.message))
    assert FULL not in "\n".join(before)
    assert shown(read.message).splitlines()[-1] == f"> {FULL}"


async def test_buttons_live_on_after_a_restart(tmp_path: Path) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        await world.set_up()
        await world.at(NINE)
        ana = world.people["ana"]
        await world.stop()
        world.discord.say(ana, world.thread(), "It stores turquoise lanterns.")

        async with running(world.discord, world.bot, world.clock, database) as (app, connection):
            world.app, world.connection = app, connection
            await world.recorded(1)
            hinted = await world.discord.press(ana, world.card(), "Hint")
            await world.until(lambda: shown(hinted.message))
            await world.at(FIVE)

            cards = [shown(one) for one in world.discord.messages(world.place)]
            frozen = await world.frozen()

    assert "Think of light." in shown(hinted.message)
    assert [card.partition("\n")[0].partition(" · [")[0] for card in cards] == [
        "## Closed: Storage · associate",
        "Revealed: **Storage · associate** · 1 answer",
    ]
    assert frozen == [("ana", "It stores turquoise lanterns.")]


async def test_without_the_intent_the_series_becomes_sealed_and_its_manager_is_told_once() -> None:
    async with discord_world(message_content=False) as world:
        series = await world.set_up()
        await world.at(NINE)
        world.discord.say(world.people["ana"], world.thread(), FULL)
        world.discord.say(world.people["bo"], world.thread(), FULL)

        await world.kept(lambda tx: mode_of(tx, series.id), lambda mode: mode is AnswerMode.SEALED)
        await world.at(NINE)

        told = [shown(message).partition("\n")[0] for message in world.discord.direct(world.people["boss"])]
    assert told == ["## Answers are private now"]


async def test_messages_without_content_say_nothing_about_the_intent_and_a_forward_is_no_answer() -> None:
    async with discord_world() as world:
        # Discord's document knows replies only, and no forwards.
        world.discord.rules.validate = False
        series = await world.set_up()
        await world.at(NINE)
        ana, bo, cy = (world.people[name] for name in ("ana", "bo", "cy"))
        original = world.discord.say(cy, world.place, FULL)

        forwarded = world.discord.forward(ana, world.thread(), original)
        stuck = world.discord.stick(bo, world.thread())
        asked = world.discord.ask_all(bo, world.thread(), "Lanterns?")
        spoken = world.discord.say(bo, world.thread(), "", file="voice-message.ogg")
        world.discord.say(cy, world.thread(), FULL)
        await world.recorded(4)
        played = await world.open_round()
        thread = played.thread or ""
        kept = await world.app.call(lambda tx: tx.answers.revisions(played.workspace, played.channel, thread))
        await world.at(FIVE)

        mode = await world.app.call(lambda tx: mode_of(tx, series.id))
        frozen = await world.frozen()
        told = world.discord.direct(world.people["boss"])
    assert mode is AnswerMode.OPEN
    assert told == []
    assert [one.message for one in kept][:3] == [stuck.id, asked.id, spoken.id]
    assert forwarded.reactions == {}
    assert frozen == [("bo", ""), ("cy", FULL)]


async def test_intent_is_missing_where_discord_says_so_whatever_a_message_holds() -> None:
    async with discord_world(message_content=False) as world:
        series = await world.set_up()
        await world.at(NINE)
        # Discord shows what mentions the bot to everybody.
        world.discord.say(world.people["ana"], world.thread(), f"<@{world.bot.user.id}> {FULL}")
        await world.recorded(1)
        before = await world.app.call(lambda tx: mode_of(tx, series.id))

        world.discord.stick(world.people["bo"], world.thread())

        await world.kept(lambda tx: mode_of(tx, series.id), lambda mode: mode is AnswerMode.SEALED)
    assert before is AnswerMode.OPEN


async def test_server_that_removes_the_bot_is_forgotten() -> None:
    async with discord_world() as world:
        series = await world.set_up()
        await world.at(NINE)

        world.discord.kick(world.bot, world.guild)

        await world.kept(lambda tx: tx.series.get(series.id), lambda found: found is None)


async def test_channel_that_is_deleted_pauses_its_series() -> None:
    async with discord_world() as world:
        series = await world.set_up()

        world.discord.drop_channel(world.place)

        await world.kept(lambda tx: state_of(tx, series.id), lambda state: state is SeriesState.PAUSED)


def mode_of(tx: Transaction, series_id: int) -> AnswerMode | None:
    series = tx.series.get(series_id)
    return series.settings.answer_mode if series else None


def state_of(tx: Transaction, series_id: int) -> SeriesState | None:
    series = tx.series.get(series_id)
    return series.state if series else None
