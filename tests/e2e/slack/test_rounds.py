"""Whole rounds on a fake Slack over Socket Mode and over HTTP: three members in two channels of two workspaces."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.servers.fake_slack import Workspace
from tests.worlds.slack import SlackWorld, slack_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = NINE + timedelta(hours=8)
pytestmark = [
    pytest.mark.parametrize("http", [False, True], ids=["socket", "http"]),
    pytest.mark.documents(also_without=True),
]
FORM = {"zone": "UTC", "at": "09:00", "packs": ["basics"], "closes": "at 17:00"}


async def set_up_by_form(world: SlackWorld, team: Workspace, **changes: object) -> str:
    boss, channel = team.user("boss"), team.channel("general")
    await world.command(boss, "setup", channel=channel)
    await world.more(boss)
    outcome = await world.submit(boss, {**FORM, "channel": channel, **changes})
    assert (outcome.error, outcome.errors) == (None, {})
    return world.whispered(boss)[-1]


async def test_open_round_from_setup_to_leaderboard(http: bool) -> None:
    async with slack_world(teams=2, http=http) as world:
        slack, (here, there) = world.slack, world.teams
        ana, bo, cy = (here.user(name) for name in ("ana", "bo", "cy"))
        said = await set_up_by_form(world, here)
        await set_up_by_form(world, there)

        await world.at(NINE)
        [card], [other] = world.cards(here), world.cards(there)
        await world.reply(ana, "It stores turquoise lanterns.", card)
        await world.reply(ana, "Elephants guard marble gates.", card)
        wrong = await world.reply(bo, "It stores drums.", card)
        await slack.edit(bo, card.channel, wrong, "It stores turquoise lanterns &amp; more.")
        gone = await world.reply(cy, "Never mind.", card)
        await slack.delete(cy, card.channel, gone)
        await slack.broadcast(cy, card.channel, "Marble gates, and elephants.", card.ts)
        await slack.share_file(bo, card.channel, "drawing.png", thread_ts=card.ts)
        await world.reply(there.user("ana"), "Somebody else's workspace.", other)
        await world.settled()
        reactions = slack.state.message(card.channel, wrong).reactions
        await world.at(FIVE)

        assert "asked 09:00, revealed 17:00" in said
        assert reactions == {"eyes": [here.bot_user]}
        assert await world.answers() == [
            (ana, "It stores turquoise lanterns.\nElephants guard marble gates."),
            (bo, "It stores turquoise lanterns &amp; more."),
            (cy, "Marble gates, and elephants."),
        ]
        [closed, news] = world.cards(here)
        assert closed.text.startswith("Closed: ")
        reveals = [m for m in slack.thread(card.channel, card.ts) if m.app_id and m.ts != card.ts]
        assert [reveal.text.split(": ")[0] for reveal in reveals] == ["Reveal", "Model answer"]
        link = f"/p{reveals[0].ts.replace('.', '')}?thread_ts={card.ts}&amp;cid={card.channel}|Read the reveal>"
        assert news.text.splitlines()[0].endswith(link)
        assert len([m for m in slack.thread(other.channel, other.ts) if m.app_id]) == 3


async def test_sealed_round_is_answered_in_a_form_and_disputed(http: bool) -> None:
    async with slack_world(http=http) as world:
        ana = world.person("ana")
        await set_up_by_form(world, world.team, answers="sealed")
        await world.at(NINE)
        [card] = world.cards()

        await world.press(ana, card, "answer")
        empty = await world.submit(ana, {"text": " "})
        await world.submit(ana, {"text": "It stores turquoise lanterns."})
        before = [m.text for m in world.slack.thread(card.channel, card.ts)]
        await world.press(ana, card, "answer")
        kept = world.slack.modal(ana)
        await world.at(FIVE)
        [closed, _] = world.cards()
        await world.press(ana, closed, "mine")
        result = world.slack.ephemerals(ana)[-1]
        await world.command(ana, "dispute I also named the gates.")

        assert list(empty.errors) == ["text"]
        assert not any("turquoise" in text for text in before)
        assert kept is not None
        assert "It stores turquoise lanterns." in str(kept.body)
        assert await world.answers() == [(ana, "It stores turquoise lanterns.")]
        assert result.text.startswith("How you did")
        disputes = await world.app.call(lambda tx: tx.claims.waiting(world.workspace()))
        assert [dispute.reason for dispute in disputes] == ["I also named the gates."]


async def test_drill_is_private_until_it_is_shared(http: bool) -> None:
    async with slack_world(http=http) as world:
        ana = world.person("ana")

        outcome = await world.command(ana, "storage", "/aws-quiz")
        [card] = world.slack.ephemerals(ana)
        asked = card.text
        await world.press(ana, card, "answer")
        await world.submit(ana, {"text": "It stores turquoise lanterns."})
        result, before = card.text, len(world.cards())
        await world.press(ana, card, "share")

        assert outcome.acknowledged
        assert asked.startswith("For you: ")
        assert "Model answer" in result
        assert before == 0
        assert len(world.cards()) == 1


async def test_drill_in_a_direct_message(http: bool) -> None:
    async with slack_world(http=http) as world:
        ana = world.person("ana")

        await world.command(ana, "", "/aws-quiz", channel=world.slack.direct_message(ana))

        assert [message.text[:9] for message in world.slack.ephemerals(ana)] == ["For you: "]


async def test_manager_pauses_resumes_and_reads_stats_from_home(http: bool) -> None:
    async with slack_world(http=http) as world:
        boss = world.person("boss")
        await world.set_up()
        await world.slack.open_home(boss)
        await world.settled()
        home = world.slack.home(boss)
        assert home is not None

        await world.press(boss, home, "pause")
        paused = world.slack.home(boss)
        assert paused is not None
        shown = str(paused.body)
        await world.slack.close_modal(boss)
        await world.press(boss, paused, "resume")
        await world.slack.close_modal(boss)
        await world.at(NINE)
        stats = await world.command(boss, "stats")

        assert "a manager asked for it" in shown
        assert len(world.cards()) == 1
        assert stats.acknowledged
        assert len(world.whispered(boss)) == 1


async def test_uninstalled_workspace_is_deleted_and_the_other_goes_on(http: bool) -> None:
    async with slack_world(teams=2, http=http) as world:
        here, there = world.teams
        await world.set_up(here)
        await world.set_up(there)
        await world.at(NINE)

        await world.slack.uninstall(world.slack.app, here)
        await world.settled()
        await world.at(FIVE)

        left = await world.app.call(lambda tx: [series.workspace for series in tx.series.all()])
        assert left == [world.workspace(there)]
        assert len(world.cards(there)) == 2
