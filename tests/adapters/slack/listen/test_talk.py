"""Talk in the thread of a question, and replies that are no answers, as Slack shows them."""

from datetime import UTC, datetime, timedelta

from bot.domain.series import AnswerMode
from tests.worlds.slack import SlackWorld, slack_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FULL = "Because the data is kept three times."


def marks(world: SlackWorld, ts: str) -> list[str]:
    return sorted(world.slack.state.message(world.cards()[0].channel, ts).reactions)


async def test_talk_is_marked_and_what_is_no_answer_gets_one_private_word() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana, bo = world.person("ana"), world.person("bo")

        said = [await world.reply(ana, text) for text in ("// who is here?", "what does HA mean?", "🎉", FULL)]
        said.append(await world.reply(bo, FULL))
        found = [marks(world, ts) for ts in said]
        told = [world.slack.ephemerals(who) for who in (ana, bo)]

    assert found == [["speech_balloon"], [], [], ["eyes"], ["eyes"]]
    assert [[one.text.splitlines()[0] for one in messages] for messages in told] == [["What counts"], []]
    assert [one.thread_ts for one in told[0]] == [world.cards()[0].ts]


async def test_reply_that_comes_before_its_card_is_recorded_is_marked_once_that_is() -> None:
    async with slack_world() as world:
        await world.set_up()
        ana, channel = world.person("ana"), world.channel
        lunch = await world.slack.say(ana, channel, "Lunch?")
        world.slack.faults.drop("chat.postMessage", takes_effect=True)
        await world.at(NINE)
        [card] = world.cards()
        said = [await world.slack.say(ana, channel, FULL, thread_ts=ts) for ts in (card.ts, lunch)]
        await world.slack.settled()

        before = [marks(world, ts) for ts in said]
        await world.at(NINE + timedelta(minutes=1))
        await world.settled()
        after = [marks(world, ts) for ts in said]

    assert (before, after) == ([[], []], [["eyes"], []])


async def test_mark_follows_an_edit() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana = world.person("ana")
        ts, found = await world.reply(ana, "// thinking aloud"), []
        for text in (FULL, "// never mind", FULL, "🎉"):
            await world.slack.edit(ana, world.cards()[0].channel, ts, text)
            await world.settled()
            found.append(marks(world, ts))

    assert found == [["eyes"], ["speech_balloon"], ["eyes"], []]


async def test_reply_in_the_thread_of_a_sealed_series_is_told_to_be_public() -> None:
    async with slack_world() as world:
        await world.set_up(answer_mode=AnswerMode.SEALED)
        await world.at(NINE)
        ana = world.person("ana")

        said = [await world.reply(ana, FULL) for _ in range(2)]
        found = [marks(world, ts) for ts in said]
        told = [line.splitlines()[0] for line in world.whispered(ana)]

    assert (found, told) == ([[], []], ["Everybody can read this"])
