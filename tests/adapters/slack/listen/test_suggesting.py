"""Suggesting questions in Slack: from a command, from Home, and what becomes of mistakes."""

from datetime import UTC, datetime

from tests.worlds.slack import SlackWorld, slack_world

TEN = datetime(2026, 12, 7, 10, tzinfo=UTC)
FIELDS = {
    "title": "A pager at night",
    "prompt": "A pager rings at three in the night because a disk is full. What do you do first, and why that?",
    "answer": "Look at what fills the disk before deleting anything. Then free space that can be made again.",
}


async def waiting(world: SlackWorld) -> list[str]:
    found = await world.app.call(lambda tx: tx.suggestions.waiting(world.workspace()))
    return [one.written.title for one in found]


async def test_command_opens_the_form_and_what_is_sent_waits() -> None:
    async with slack_world() as world:
        await world.set_up()
        ana = world.person("ana")
        await world.command(ana, "suggest")
        view = world.slack.modal(ana)
        assert view is not None
        fields = [block["block_id"] for block in view.blocks if block["type"] == "input"]
        await world.submit(ana, FIELDS)
        [told] = world.whispered(ana)
        kept = await waiting(world)

    assert fields == ["title", "prompt", "answer", "topic", "choices"]
    assert told.splitlines()[0] == "Your question waits for a reviewer"
    assert kept == ["A pager at night"]


async def test_button_on_home_opens_it_and_the_answer_is_a_direct_message() -> None:
    async with slack_world() as world:
        await world.set_up()
        ana = world.person("ana")
        await world.slack.open_home(ana)
        await world.settled()
        home = world.slack.home(ana)
        assert home is not None
        await world.press(ana, home, "suggest")
        await world.submit(ana, FIELDS)
        await world.settled()
        told = world.slack.bot_messages(world.slack.direct_message(ana))

    assert [one.text.splitlines()[0] for one in told] == ["Your question waits for a reviewer"]


async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost() -> None:
    async with slack_world() as world:
        await world.set_up()
        ana = world.person("ana")
        await world.command(ana, "suggest")
        refused = await world.submit(ana, {**FIELDS, "answer": " \u202e "})
        view = world.slack.modal(ana)
        assert view is not None
        again = await world.submit(ana, FIELDS)
        kept = await waiting(world)

    assert refused.response == {
        "response_action": "errors",
        "errors": {
            "title": "A suggestion needs an answer. Write what the reveal is to say: a few sentences.",
        },
    }
    assert again.acknowledged
    assert kept == ["A pager at night"]


async def test_edit_opens_the_form_as_it_was_written_and_rejecting_asks_why() -> None:
    async with slack_world() as world:
        await world.set_up()
        ana, boss = world.person("ana"), world.person("boss")
        await world.command(ana, "suggest")
        await world.submit(ana, FIELDS)
        [kept] = world.slack.ephemerals(ana)
        await world.press(ana, kept, "revise")
        view = world.slack.modal(ana)
        assert view is not None
        shown = {block["block_id"]: block["element"].get("initial_value") for block in view.blocks}
        await world.submit(ana, {"title": "A full disk"})
        changed = await waiting(world)
        await world.command(boss, "review")
        [queue] = world.slack.ephemerals(boss)
        await world.press(boss, queue, "reject")
        await world.submit(boss, {"reason": "We asked that last week."})
        left = await waiting(world)

    assert shown == {**FIELDS, "topic": None, "choices": None}
    assert changed == ["A full disk"]
    assert left == []
