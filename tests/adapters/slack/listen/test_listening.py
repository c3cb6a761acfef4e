"""What people do in Slack, over real sockets: acknowledged in time, kept, and answered to them alone."""

import asyncio
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.cards.wording import check_holidays
from bot.domain.calendar.schedule import CloseAfter
from bot.domain.series import SeriesState
from bot.errors import AskadayError, InputError
from tests.waiting import PATIENCE
from tests.worlds.slack import RESTLESS, SlackWorld, slack_world

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


async def texts(world: SlackWorld) -> list[str]:
    played = (await world.rounds())[-1]
    revisions = await world.app.call(
        lambda tx: tx.answers.revisions(played.workspace, played.channel, played.thread or "")
    )
    return [f"{revision.happening} {revision.text}".rstrip() for revision in revisions]


async def test_event_that_was_not_kept_is_not_acknowledged() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        card = world.cards()[0]
        world.slack.rules.ack_seconds = 0.1
        await world.app.store.close()

        ts = await world.slack.say(world.person("ana"), world.channel, "lanterns", thread_ts=card.ts)
        await world.slack.settled()

        [delivered] = [d for d in world.slack.deliveries if d.payload.get("event", {}).get("ts") == ts]
        assert [attempt.acknowledged for attempt in delivered.attempts] == [False] * 4


async def test_event_kept_under_its_id_survives_the_process() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana, card = world.person("ana"), world.cards()[0]
        await world.connection.stop()
        event = {"type": "message", "channel": world.channel, "user": ana, "text": "lanterns", "thread_ts": card.ts}
        body = json.dumps({"id": "Ev1", "event": {**event, "ts": "1796634001.000100"}})
        inbox = world.app.services.inbox
        known = [await world.app.call(inbox.keep, world.workspace(), "Ev1", body) for _ in range(2)]

        await world.connection.start(world.app)
        await world.settled()

        assert known == [True, False]
        assert await texts(world) == ["posted lanterns"]


async def test_event_that_comes_twice_and_out_of_order_is_one_answer() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.slack.faults.repeat_events(share=1.0)
        world.slack.faults.reorder_events(0.05)
        ana, card = world.person("ana"), world.cards()[0]

        ts = await world.slack.say(ana, world.channel, "drums", thread_ts=card.ts)
        await world.slack.edit(ana, world.channel, ts, "lanterns")
        await world.settled()

        assert sorted(await texts(world)) == ["edited lanterns", "posted drums"]


async def test_what_is_no_answer_is_not_kept() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana, card = world.person("ana"), world.cards()[0]
        robot = world.slack.add_user(world.team, "robot", is_bot=True)
        await world.slack.join(robot, world.channel)

        ts = await world.reply(ana, "lanterns")
        await world.slack.detect_language(world.channel, ts)
        await world.slack.detect_language(world.channel, card.ts)
        await world.slack.say(robot, world.channel, "beep", thread_ts=card.ts)
        talk = await world.slack.say(ana, world.channel, "Good morning")
        await world.slack.say(ana, world.channel, "Again", thread_ts=talk)
        await world.slack.delete(ana, world.channel, talk)
        await world.slack.publish(world.team, {"type": "emoji_changed"})
        await world.settled()

        assert await texts(world) == ["posted lanterns"]
        assert [d.acknowledged for d in world.slack.deliveries if d.kind == "events_api"].count(False) == 0


async def test_no_reaction_where_none_is_wanted() -> None:
    async with slack_world(reaction="") as world:
        await world.set_up()
        await world.at(NINE)

        ts = await world.reply(world.person("ana"), "lanterns")

        assert world.slack.state.message(world.channel, ts).reactions == {}


async def test_command_is_acknowledged_while_slack_is_slow() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        world.slack.faults.hold("users.info")

        outcome = await world.slack.command(ana, world.channel, "/qotd", "me")
        shown = world.slack.ephemerals(ana)
        world.slack.faults.let_go()
        await world.settled()

        assert (outcome.acknowledged, shown, len(world.slack.ephemerals(ana))) == (True, [], 1)


async def test_refused_command_says_why_to_who_asked() -> None:
    async with slack_world() as world:
        ana = world.person("ana")

        await world.command(ana, "pause")
        await world.command(ana, "pauze")

        assert [text.splitlines()[0] for text in world.whispered(ana)] == [
            "No series is set up here.",
            "There is no command 'pauze'.",
        ]
        assert world.cards() == []


async def test_help_is_a_page() -> None:
    async with slack_world() as world:
        ana = world.person("ana")

        await world.command(ana, "help")

        page = world.slack.modal(ana)
        assert page is not None
        assert "/qotd leaderboard" in str(page.body)


async def test_trigger_that_is_too_old_is_said() -> None:
    async with slack_world() as world:
        world.slack.faults.refuse("views.open", "trigger_expired")

        await world.command(world.person("boss"), "setup")

        [said] = world.whispered(world.person("boss"))
        assert "please try again" in said


async def test_setup_form_shows_mistakes_at_their_fields_and_keeps_the_form() -> None:
    # The first look at holidays loads a library; on a busy machine that takes longer than a form is waited for.
    with suppress(InputError):
        check_holidays("XX")
    async with slack_world() as world:
        boss = world.person("boss")
        await world.command(boss, "setup")
        await world.more(boss)
        form = {"packs": ["basics"], "channel": world.channel}

        wrong = await world.submit(boss, {**form, "zone": "Mars", "closes": "never", "holidays": "XX"})
        right = await world.submit(boss, {**form, "zone": "Europe/Berlin"})

        assert sorted(wrong.errors) == ["closes", "holidays", "zone"]
        assert (right.errors, len(await world.app.call(lambda tx: tx.series.all()))) == ({}, 1)


async def test_setup_form_of_a_series_keeps_its_name() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        await world.set_up()
        await world.command(boss, "setup")

        renamed = await world.submit(boss, {"name": "weekly"})
        changed = await world.submit(boss, {"at": "10:00"})

        assert (list(renamed.errors), changed.errors) == (["name"], {})
        series = await world.app.call(lambda tx: [(one.name, one.settings.schedule.at.hour) for one in tx.series.all()])
        assert series == [("daily", 10)]


async def test_setup_form_in_a_second_channel_never_changes_the_first_ones_series() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        first = await world.set_up()
        second = world.slack.add_channel(world.team, "second", members=(boss,))
        await world.slack.invite(world.team.bot_user, second, by=boss)
        form = {"packs": ["basics"], "channel": second, "zone": "UTC"}

        await world.settled()
        await world.command(boss, "setup", channel=second)
        await world.more(boss)
        taken = await world.submit(boss, {**form, "name": "DAILY"})
        offered = await world.submit(boss, {**form, "name": "daily-2"})
        found = await world.app.call(lambda tx: list(tx.series.all()))

    assert taken.errors == {"name": "DAILY is there already, and asks elsewhere. Choose another name."}
    assert offered.errors == {}
    assert found[0] == first
    assert [one.name for one in found] == ["daily", "daily-2"]


async def test_setup_form_that_was_opened_before_somebody_else_saved_changes_only_what_was_changed_in_it() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        await world.set_up()
        await world.command(boss, "setup")
        await world.command(boss, "setup zone=Asia/Tokyo at=10:00")

        clash = await world.submit(boss, {"at": "11:00"})
        merged = await world.submit(boss, {"at": "09:00", "closes": "after 8h"})
        [series] = await world.app.call(lambda tx: list(tx.series.all()))

    schedule = series.settings.schedule
    assert clash.errors == {"at": "is 10:00 by now: somebody has changed it since this form was opened. Open it again."}
    assert merged.errors == {}
    assert (schedule.zone, schedule.at.hour, schedule.closes) == ("Asia/Tokyo", 10, CloseAfter(timedelta(hours=8)))


async def test_setup_is_refused_to_a_member_who_is_told_who_may() -> None:
    async with slack_world() as world:
        ana = world.person("ana")

        await world.command(ana, "setup")

        assert world.slack.modal(ana) is None
        who = "Only administrators of this workspace, and whoever invited Askaday to this channel, may set it up here"
        assert world.whispered(ana) == [f"{who}: boss."]


async def test_invitation_is_thanked_for_once_with_a_button_that_sets_up() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        quiet = world.slack.add_channel(world.team, "quiet", members=(boss,))
        world.slack.faults.repeat_events(1)

        await world.slack.invite(world.team.bot_user, quiet, by=boss)
        await world.settled()
        await world.app.ticking.tick()
        [welcome] = world.slack.bot_messages(world.slack.direct_message(boss))
        await world.press(boss, welcome, "setup")

        form = world.slack.modal(boss)
        assert form is not None
        assert f"'initial_conversation': '{quiet}'" in str(form.body)
        assert "Europe/Berlin" in str(form.body)


async def test_welcome_is_replaced_by_what_was_set() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        quiet = world.slack.add_channel(world.team, "quiet", members=(boss,))
        await world.slack.invite(world.team.bot_user, quiet, by=boss)
        await world.settled()
        await world.app.ticking.tick()
        direct = world.slack.direct_message(boss)
        [welcome] = world.slack.bot_messages(direct)

        await world.press(boss, welcome, "setup")
        await world.submit(boss, {"packs": ["basics"]})

        assert world.slack.modal(boss) is None
        assert [one.text.splitlines()[0] for one in world.slack.bot_messages(direct)] == ["daily is set up"]
        [actions] = [block["elements"] for block in welcome.blocks if block["type"] == "actions"]
        assert [one["text"]["text"] for one in actions] == ["Ask the first one now", "More settings"]
        assert world.whispered(boss) == []


@pytest.mark.parametrize("what", ["leave", "archive"])
async def test_channel_that_is_gone_pauses_and_one_that_is_back_goes_on(what: str) -> None:
    async with slack_world() as world:
        await world.set_up()
        boss, bot = world.person("boss"), world.team.bot_user

        if what == "leave":
            await world.slack.leave(bot, world.channel)
        else:
            await world.slack.archive(world.channel, boss)
        await world.settled()
        gone = await world.app.call(lambda tx: tx.series.all()[0].state)
        if what == "leave":
            await world.slack.invite(bot, world.channel, by=boss)
        else:
            await world.slack.unarchive(world.channel, boss)
        await world.settled()
        back = await world.app.call(lambda tx: tx.series.all()[0].state)

        assert (gone, back) == (SeriesState.PAUSED, SeriesState.ACTIVE)


async def test_renamed_channel_goes_on() -> None:
    async with slack_world() as world:
        await world.set_up()
        channel = world.channel

        await world.slack.rename(channel, "renamed")
        await world.settled()
        await world.at(NINE)

        assert len(world.slack.bot_messages(channel)) == 1


async def test_refreshed_and_broken_connections_come_back() -> None:
    async with slack_world(ping=RESTLESS) as world:
        await world.set_up()
        await world.at(NINE)
        app = world.slack.app

        await world.slack.sockets.disconnect(app)
        await world.reply(world.person("ana"), "first")
        await world.slack.sockets.cut(app)
        await world.reply(world.person("ana"), "second")

        assert await texts(world) == ["posted first", "posted second"]


async def test_connection_that_fails_at_first_comes_about() -> None:
    async with slack_world(connect=False, ping=RESTLESS) as world:
        slack = world.slack
        slack.faults.drop("apps.connections.open")
        await world.connection.start(world.app)
        await asyncio.wait_for(slack.sockets.wait_connected(slack.app), PATIENCE)

        outcome = await world.command(world.person("ana"), "", "/aws-quiz")

        assert outcome.acknowledged


async def test_address_that_leads_nowhere_is_not_tried_for_ever() -> None:
    async with slack_world(connect=False, ping=RESTLESS) as world:
        slack = world.slack
        address, slack.sockets.address = slack.sockets.address, "ws://127.0.0.1:1"
        given = asyncio.Event()
        slack.transcript.watchers.append(lambda asked: given.set() if asked.method == "apps.connections.open" else None)
        await world.connection.start(world.app)
        await asyncio.wait_for(given.wait(), PATIENCE)
        slack.sockets.address = address

        await asyncio.wait_for(slack.sockets.wait_connected(slack.app), PATIENCE)

        assert len(slack.transcript.of("apps.connections.open")) > 1


async def test_mistake_in_askaday_is_apologised_for() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        held: Any = world.app.services.drill_pool.packs.packs()
        held["basics"] = None

        await world.command(ana, "", "/aws-quiz")

        [said] = world.whispered(ana)
        assert said.startswith("Something went wrong.")


async def test_environment_of_bolt_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "something-else")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-other")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-other")
    async with slack_world() as world:
        ana = world.person("ana")

        await world.command(ana, "", "/aws-quiz")

        assert [text[:9] for text in world.whispered(ana)] == ["For you: "]


async def test_token_that_is_not_taken_is_said_at_the_start() -> None:
    async with slack_world(connect=False) as world:
        world.slack.revoke(world.team.bot_token)

        with pytest.raises(AskadayError, match=r"SLACK_BOT_TOKEN: .*revoked"):
            await world.connection.start(world.app)


async def test_nothing_secret_is_readable_before_the_reveal() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)

        [card] = world.cards()

        assert "turquoise" not in f"{card.text}{card.blocks}{card.metadata}"
