"""Where the beginning of an answer is quoted, a link leads to all of it, on platforms that can."""

from collections.abc import AsyncIterator

import pytest

from adapters.console.send.messenger import ConsoleMessenger
from bot.domain.card import Quote, Text
from bot.domain.deliveries import DeliveryState
from bot.domain.series import AnswerMode
from bot.errors import DeliveryError
from bot.ports.messenger import Sent
from tests.worlds.builders import ADMIN, ANA
from tests.worlds.playing import meet, open_round
from tests.worlds.titles import BOARD, CLOSED, REVEALED
from tests.worlds.world import World, new_world, title

LONG = "It stores turquoise lanterns. " + "word " * 60


class LinkingMessenger(ConsoleMessenger):
    """The console as a platform that can link to a message."""

    async def address(self, workspace: str, sent: Sent) -> str:
        return f"https://chat.example/{workspace}/{sent.channel}/{sent.thread}/{sent.message}"


@pytest.fixture
async def linking() -> AsyncIterator[World]:
    async with new_world(messenger=LinkingMessenger) as made:
        yield made


async def test_best_answer_leads_to_its_message(linking: World) -> None:
    await linking.set_up()
    played = await open_round(linking)
    message = await linking.say(ANA, LONG)
    await linking.after(minutes=1)
    await linking.command(ADMIN, "best ana")
    await linking.after(hours=9)

    blocks = linking.posted(played.thread)[0].blocks

    at = next(index for index, block in enumerate(blocks) if isinstance(block, Quote))
    address = f"https://chat.example/console:test/general/{played.thread}/{message.id}"
    assert blocks[at + 1] == Text(f"[Whole answer]({address})")


async def test_best_answer_that_is_announced_after_the_reveal_leads_there_too(linking: World) -> None:
    await linking.set_up()
    await open_round(linking)
    message = await linking.say(ANA, LONG)
    await linking.after(hours=9)
    await linking.after(minutes=1)
    await linking.command(ADMIN, "best ana")
    await linking.after(seconds=1)

    [_, link] = linking.posted()[-1].blocks

    assert isinstance(link, Text)
    assert link.markdown.endswith(f"/{message.id})")


@pytest.mark.parametrize("text", ["Short words.", LONG])
async def test_what_was_written_in_a_form_has_no_message(linking: World, text: str) -> None:
    await linking.set_up(answer_mode=AnswerMode.SEALED)
    await meet(linking, ANA)
    played = await open_round(linking)
    await linking.press(ANA, "answer", f"round:{played.id}", text)
    await linking.after(minutes=1)
    await linking.command(ADMIN, "best ana")
    await linking.after(hours=9)

    links = [b for b in linking.posted(played.thread)[0].blocks if isinstance(b, Text) and "Whole" in b.markdown]

    assert links == []


async def test_short_answer_is_all_there(linking: World) -> None:
    await linking.set_up()
    played = await open_round(linking)
    await linking.say(ANA, "Short words.")
    await linking.after(minutes=1)
    await linking.command(ADMIN, "best ana")
    await linking.after(hours=9)

    reveal = linking.posted(played.thread)[0]

    assert Quote("★ Best answer · Ana", "Short words.") in reveal.blocks
    assert "Whole answer" not in repr(reveal)


async def test_terminal_has_no_address_and_shows_no_link(world: World) -> None:
    await world.set_up()
    played = await open_round(world)
    await world.say(ANA, LONG)
    await world.after(minutes=1)
    await world.command(ADMIN, "best ana")
    await world.after(hours=9)

    assert "Whole answer" not in repr(world.posted(played.thread)[0])


@pytest.mark.parametrize("permanent", [True, False])
async def test_what_is_owed_does_not_wait_for_links(linking: World, *, permanent: bool) -> None:
    await linking.set_up()
    linking.messenger.link_refusal = DeliveryError("Slack is busy.", permanent=permanent, retry_after=600)
    played = await open_round(linking)
    await linking.say(ANA, LONG)
    await linking.after(minutes=1)
    await linking.command(ADMIN, "best ana")
    await linking.at(played.closes_at or linking.clock.now())

    owed, heard, in_thread = await linking.deliveries(played.id), linking.posted(), linking.posted(played.thread)

    assert (title(heard), title(in_thread)) == ([CLOSED, BOARD], REVEALED)
    assert {(one.state, one.attempts) for one in owed} == {(DeliveryState.SENT, 1)}
    assert [word for word in ("](https", "Read the reveal") if word in repr((heard, in_thread[0]))] == []
