"""Drills and exams in Slack: they go on in one message, and the form asks how sure one is."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.slack.listen import forms
from bot.cards.drill import drill_card
from bot.domain.members import Actor
from bot.domain.practice.drills import Sureness
from bot.ports.messenger import Destination
from bot.ports.store import Transaction
from bot.services.practice.pool import Wanted
from tests.servers.fake_slack import Message
from tests.worlds.builders import pack, question
from tests.worlds.slack import SlackWorld, slack_world

pytestmark = pytest.mark.documents(also_without=True)

FULL = "It stores turquoise lanterns. Elephants guard marble gates."


def titles(world: SlackWorld, who: str) -> list[str]:
    return [one.text.split("\n")[0] for one in world.slack.ephemerals(who)]


async def answer(world: SlackWorld, who: str, card: Message, **more: str) -> None:
    await world.press(who, card, "answer")
    await world.submit(who, {"text": FULL, **more})


async def asked(world: SlackWorld, who: str, text: str = "", channel: str = "") -> Message:
    await world.command(who, text, "/aws-quiz", channel=channel)
    return world.slack.ephemerals(who)[-1]


@pytest.mark.parametrize("is_direct", [False, True])
async def test_exam_of_ten_leaves_one_message(is_direct: bool) -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        card = await asked(world, ana, "exam 10", world.slack.direct_message(ana) if is_direct else "")

        for number in range(10):
            await (answer(world, ana, card) if number % 2 else world.press(ana, card, "pass"))

        assert titles(world, ana) == ["Your exam: 5 of 10 known well"]
        assert world.cards() == []


async def test_probe_comes_before_the_result_in_the_same_message() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        points = tuple(replace(point, probe="Who stands at the gates?") for point in question().key_points)
        packs: Any = world.app.services.drill_pool.packs
        packs.held["basics"] = pack(*(question(n, key_points=points) for n in range(1, 9)))
        card = await asked(world, ana)

        await world.press(ana, card, "answer")
        await world.submit(ana, {"text": "It stores turquoise lanterns."})
        first = card.text.splitlines()[:2]
        await world.press(ana, card, "answer")
        form = world.slack.modal(ana)
        await world.submit(ana, {"text": "Elephants guard marble ones."})

        assert first == ["One more: Storage · associate", "Who stands at the gates?"]
        assert form is not None
        assert "Who stands at the gates?" in str(form.blocks[0])
        assert "2 of 2 key points recognised" in card.text
        assert world.slack.ephemerals(ana) == [card]


async def test_what_does_not_go_on_with_it_stands_beside_it() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        card = await asked(world, ana)

        await world.press(ana, card, "data")

        assert [title.split(":")[0] for title in titles(world, ana)] == ["For you", "My data"]


async def test_erasing_leaves_no_button_that_would_erase_again() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        await world.command(ana, "privacy erase")
        [card] = world.slack.ephemerals(ana)

        await world.press(ana, card, "erase-all")

        assert titles(world, ana) == ["Erased"]
        assert [block for block in card.blocks if block["type"] == "actions"] == []


async def test_result_in_several_messages_leaves_no_button_that_is_over() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        packs: Any = world.app.services.drill_pool.packs
        long = "A paragraph of the model answer.\n\n" * 250
        packs.held["basics"] = pack(*(question(n, model_answer=long) for n in range(1, 9)))
        card = await asked(world, ana)

        await answer(world, ana, card)
        parts = list(world.slack.ephemerals(ana))
        await world.press(ana, parts[-1], "next")

        live = [any(block["type"] == "actions" for block in one.blocks) for one in world.slack.ephemerals(ana)]
        assert parts[0] is card
        assert len(parts) > 2
        assert live == [*[False] * (len(parts) - 1), True]
        assert titles(world, ana)[-1] == "For you: Storage · associate"


async def test_form_that_takes_long_goes_on_in_the_message_it_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "PATIENCE", 0)
    async with slack_world() as world:
        ana = world.person("ana")
        card = await asked(world, ana)

        await answer(world, ana, card)

        assert [title.split(":")[0] for title in titles(world, ana)] == ["Answer"]


async def test_message_that_cannot_be_replaced_is_shown_again() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        card = await asked(world, ana)
        await world.press(ana, card, "answer")
        world.slack.faults.break_off("response_url")

        await world.submit(ana, {"text": FULL})

        assert [title.split(":")[0] for title in titles(world, ana)] == ["For you", "Answer"]


async def test_what_everybody_sees_is_never_replaced() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        drill = await world.app.call(world.app.services.drilling.ask, Actor(world.workspace(), ana, "Ana"), Wanted())
        place = Destination(world.workspace(), world.channel, None)
        await world.connection.messenger.send(place, drill_card(drill), key="k")
        [public] = world.cards()
        before = public.text

        await world.press(ana, public, "show")

        assert (world.cards()[0].text, len(world.cards())) == (before, 1)
        assert [title.split(":")[0] for title in titles(world, ana)] == ["Answer"]


async def test_direct_message_is_edited_in_its_place() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        drill = await world.app.call(world.app.services.drilling.ask, Actor(world.workspace(), ana, "Ana"), Wanted())
        direct = world.slack.direct_message(ana)
        place = Destination(world.workspace(), direct, None)
        await world.connection.messenger.send(place, drill_card(drill), key="k")
        [posted] = world.slack.bot_messages(direct)

        await answer(world, ana, posted)

        assert [one.text.split(":")[0] for one in world.slack.bot_messages(direct)] == ["Answer"]
        assert titles(world, ana) == []


async def test_form_asks_how_sure_one_is() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        card = await asked(world, ana)

        await answer(world, ana, card, sureness="guess")
        sureness = await world.app.call(lambda tx: _sureness(tx, 1))

        assert sureness is Sureness.GUESS
        assert "You were: guess" in world.slack.ephemerals(ana)[-1].text


def _sureness(tx: Transaction, drill_id: int) -> Sureness | None:
    drill = tx.drills.get(drill_id)
    return drill.sureness if drill else None


async def test_sureness_that_was_said_before_is_chosen_in_the_form() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        card = await asked(world, ana)
        # As a button of an older card does, which is posted still.
        said = world.app.services.drilling.say_sureness
        await world.app.call(said, Actor(world.workspace(), ana, "Ana"), 1, Sureness.SURE)

        await world.press(ana, card, "answer")
        form = world.slack.modal(ana)

    assert form is not None
    assert form.blocks[-1]["element"]["initial_option"]["value"] == "sure"


def grant(world: SlackWorld, *scopes: str) -> None:
    """Let the app have what it has, and these scopes besides."""
    [installation] = world.slack.state.installations
    installation.scopes |= frozenset(scopes)


async def test_data_come_as_files_in_direct_messages() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        grant(world, "files:write")
        card = await asked(world, ana)
        await answer(world, ana, card)

        await world.command(ana, "privacy export")

        names = [one["title"] for one in world.team.files.values()]
        deck = list(world.slack.uploaded.values())[-1].decode()
        assert titles(world, ana)[-1] == "All that is kept of you"
        assert "your direct messages with Askaday" in world.slack.ephemerals(ana)[-1].text
    assert names == ["askaday-my-data.json", "askaday-practice.txt"]
    assert deck.startswith("#separator:tab\n#html:false\n")


async def test_data_come_in_messages_where_files_were_not_granted() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        [installation] = world.slack.state.installations
        installation.scopes -= {"files:write"}
        await asked(world, ana)

        await world.command(ana, "privacy export")

        told = [one.text for one in world.slack.ephemerals(ana)]
        assert titles(world, ana)[1] == "All that is kept of you"
        assert ('"drills"' in "\n".join(told), world.slack.uploaded) == (True, {})
