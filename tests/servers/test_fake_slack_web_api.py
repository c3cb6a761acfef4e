from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports.clock import TravelClock
from tests.servers.conftest import Scene
from tests.servers.fake_slack import FakeSlack, Rules


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_auth_test_names_bot_and_team(scene: Scene) -> None:
    answer = await scene.client.auth_test()

    assert (answer["team_id"], answer["user_id"]) == (scene.acme.id, scene.acme.bot_user)


async def test_post_is_seen_in_the_channel(scene: Scene) -> None:
    answer = await scene.client.chat_postMessage(channel=scene.general, text="Good morning")

    seen = scene.slack.messages(scene.general)
    assert [(one.ts, one.text, one.user) for one in seen] == [(answer["ts"], "Good morning", scene.acme.bot_user)]


async def test_post_to_a_person_opens_the_direct_message(scene: Scene) -> None:
    answer = await scene.client.chat_postMessage(channel=scene.ann, text="For you")

    assert answer["channel"] == scene.slack.direct_message(scene.ann)


async def test_post_where_nothing_is(scene: Scene) -> None:
    assert await refusal(scene.client.chat_postMessage(channel="C404", text="x")) == "channel_not_found"


async def test_post_into_a_private_channel_without_the_bot(scene: Scene) -> None:
    secret = scene.slack.add_channel(scene.acme, "secret", private=True, members=[scene.ann])

    assert await refusal(scene.client.chat_postMessage(channel=secret, text="x")) == "channel_not_found"


async def test_post_into_a_public_channel_without_the_bot_and_its_scope(scene: Scene) -> None:
    other = scene.slack.add_channel(scene.acme, "other", members=[scene.ann])
    scene.slack.install(scene.slack.app, scene.acme, {"chat:write"})

    assert await refusal(scene.client.chat_postMessage(channel=other, text="x")) == "not_in_channel"


async def test_post_into_an_archived_channel(scene: Scene) -> None:
    await scene.slack.archive(scene.general, scene.ann)

    assert await refusal(scene.client.chat_postMessage(channel=scene.general, text="x")) == "is_archived"


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
async def test_post_without_anything(scene: Scene) -> None:
    assert await refusal(scene.client.chat_postMessage(channel=scene.general, text=" ")) == "no_text"


async def test_post_into_a_thread_that_is_not_there_stands_in_the_channel(scene: Scene) -> None:
    said = await scene.client.chat_postMessage(channel=scene.general, text="x", thread_ts="1.000001")

    assert [(one.ts, one.text, one.thread_ts) for one in scene.slack.messages(scene.general)] == [
        (said["ts"], "x", None)
    ]
    assert "thread_ts" not in said["message"]


async def test_reply_to_a_deleted_parent_stands_in_the_channel(scene: Scene) -> None:
    parent = (await scene.client.chat_postMessage(channel=scene.general, text="parent"))["ts"]
    await scene.client.chat_delete(channel=scene.general, ts=parent)

    await scene.client.chat_postMessage(channel=scene.general, text="reply", thread_ts=parent)

    assert [(one.text, one.is_reply) for one in scene.slack.messages(scene.general)] == [("reply", False)]


async def test_reply_to_a_parent_that_left_replies_stands_in_its_thread(scene: Scene) -> None:
    parent = (await scene.client.chat_postMessage(channel=scene.general, text="parent"))["ts"]
    await scene.client.chat_postMessage(channel=scene.general, text="first", thread_ts=parent)
    await scene.client.chat_delete(channel=scene.general, ts=parent)

    said = await scene.client.chat_postMessage(channel=scene.general, text="second", thread_ts=parent)

    assert said["message"]["thread_ts"] == parent


async def test_post_of_a_very_long_text_is_cut_off(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel=scene.general, text="x" * 40_001)

    assert len(scene.slack.messages(scene.general)[0].text) == 40_000


async def test_update_of_a_long_text(scene: Scene) -> None:
    ts = (await scene.client.chat_postMessage(channel=scene.general, text="x"))["ts"]

    assert await refusal(scene.client.chat_update(channel=scene.general, ts=ts, text="x" * 4001)) == "msg_too_long"


async def test_update_without_blocks_removes_them_and_keeps_metadata(scene: Scene) -> None:
    metadata = {"event_type": "asked", "event_payload": {"key": "k1"}}
    ts = (
        await scene.client.chat_postMessage(
            channel=scene.general, text="x", blocks=[{"type": "divider"}], metadata=metadata
        )
    )["ts"]

    await scene.client.chat_update(channel=scene.general, ts=ts, text="y")

    seen = scene.slack.messages(scene.general)[0]
    assert (seen.text, seen.blocks, seen.metadata) == ("y", [], metadata)


async def test_update_of_somebody_elses_message(scene: Scene) -> None:
    ts = await scene.slack.say(scene.ann, scene.general, "mine")

    assert await refusal(scene.client.chat_update(channel=scene.general, ts=ts, text="y")) == "cant_update_message"
    assert await refusal(scene.client.chat_delete(channel=scene.general, ts=ts)) == "cant_delete_message"


async def test_update_of_a_message_that_is_gone(scene: Scene) -> None:
    assert await refusal(scene.client.chat_update(channel=scene.general, ts="1.1", text="y")) == "message_not_found"


async def test_update_after_the_edit_window() -> None:
    clock = TravelClock(datetime(2026, 11, 20, 9, tzinfo=UTC))
    async with FakeSlack(clock=clock, rules=Rules(edit_window=60)) as slack:
        acme = slack.add_workspace("acme", channels=("general",))
        client = AsyncWebClient(token=acme.bot_token, base_url=slack.base_url)
        ts = (await client.chat_postMessage(channel=acme.channel("general"), text="x"))["ts"]
        clock.travel(clock.now() + timedelta(seconds=61))

        code = await refusal(client.chat_update(channel=acme.channel("general"), ts=ts, text="y"))

    assert code == "edit_window_closed"


async def test_ephemeral_is_seen_by_one(scene: Scene) -> None:
    await scene.client.chat_postEphemeral(channel=scene.general, user=scene.ann, text="psst")

    assert [one.text for one in scene.slack.ephemerals(scene.ann)] == ["psst"]
    assert scene.slack.ephemerals(scene.bob) == []
    assert scene.slack.messages(scene.general) == []


async def test_ephemeral_to_who_is_away_says_ok_and_is_lost(scene: Scene) -> None:
    scene.acme.users[scene.ann].active = False

    answer = await scene.client.chat_postEphemeral(channel=scene.general, user=scene.ann, text="psst")

    assert (answer["ok"], scene.slack.ephemerals(scene.ann)) == (True, [])


async def test_ephemeral_to_who_is_not_in_the_channel(scene: Scene) -> None:
    cid = scene.slack.add_user(scene.acme, "cid")

    call = scene.client.chat_postEphemeral(channel=scene.general, user=cid, text="psst")

    assert await refusal(call) == "user_not_in_channel"


async def test_ephemeral_cannot_be_updated(scene: Scene) -> None:
    answer = await scene.client.chat_postEphemeral(channel=scene.general, user=scene.ann, text="psst")

    code = await refusal(scene.client.chat_update(channel=scene.general, ts=answer["message_ts"], text="y"))

    assert code == "message_not_found"


async def test_reactions_by_the_rules(scene: Scene) -> None:
    ts = await scene.slack.say(scene.ann, scene.general, "hi")
    about = {"channel": scene.general, "timestamp": ts, "name": "eyes"}

    await scene.client.reactions_add(**about)
    twice = await refusal(scene.client.reactions_add(**about))
    await scene.client.reactions_remove(**about)
    none = await refusal(scene.client.reactions_remove(**about))
    odd = await refusal(scene.client.reactions_add(**about | {"name": ":eyes:"}))

    assert (twice, none, odd) == ("already_reacted", "no_reaction", "invalid_name")


async def test_permalink_of_a_reply_names_its_thread(scene: Scene) -> None:
    parent = await scene.slack.say(scene.ann, scene.general, "hi")
    reply = await scene.slack.say(scene.bob, scene.general, "ho", thread_ts=parent)

    answer = await scene.client.chat_getPermalink(channel=scene.general, message_ts=reply)

    place = f"https://acme.slack.com/archives/{scene.general}/p{reply.replace('.', '')}"
    assert answer["permalink"] == f"{place}?thread_ts={parent}&cid={scene.general}"


async def test_scopes_are_asked_for(scene: Scene) -> None:
    scene.slack.install(scene.slack.app, scene.acme, {"commands"})

    with pytest.raises(SlackApiError) as caught:
        await scene.client.chat_postMessage(channel=scene.general, text="x")

    answer = caught.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "chat:write", "commands")


async def test_tokens_that_are_of_no_use(scene: Scene) -> None:
    strange = AsyncWebClient(token=scene.acme.bot_token + "0", base_url=scene.slack.base_url)
    nothing = AsyncWebClient(base_url=scene.slack.base_url)
    scene.slack.revoke(scene.acme.bot_token)

    codes = [await refusal(client.auth_test()) for client in (strange, nothing, scene.client)]

    assert codes == ["invalid_auth", "not_authed", "token_revoked"]


async def test_token_after_the_app_was_uninstalled(scene: Scene) -> None:
    await scene.slack.uninstall(scene.slack.app, scene.acme)

    assert await refusal(scene.client.auth_test()) == "account_inactive"


@pytest.mark.documents
async def test_arguments_are_held_against_the_published_list(scene: Scene) -> None:
    with pytest.raises(SlackApiError) as caught:
        await scene.client.api_call("chat.postMessage", json={"chanel": scene.general, "text": "x"})

    assert caught.value.response["errors"] == [
        "unknown argument [json-pointer:/chanel]",
        "missing required field: channel",
    ]


@pytest.mark.documents
async def test_arguments_of_another_type(scene: Scene) -> None:
    call = scene.client.api_call("chat.postMessage", json={"channel": scene.general, "text": "x", "mrkdwn": "yes"})

    assert await refusal(call) == "invalid_arguments"


async def test_argument_missing_of_a_method_without_a_published_list(scene: Scene) -> None:
    assert await refusal(scene.client.api_call("usergroups.users.list")) == "invalid_arguments"


async def test_unknown_method(scene: Scene) -> None:
    assert await refusal(scene.client.api_call("chat.sing")) == "unknown_method"


async def test_users_info_gives_zone_and_rights(scene: Scene) -> None:
    user = scene.slack.add_user(scene.acme, "cid", tz="Asia/Tokyo", is_admin=True)

    found = (await scene.client.users_info(user=user))["user"]

    assert (found["tz"], found["tz_offset"], found["is_admin"]) == ("Asia/Tokyo", 32400, True)
    assert await refusal(scene.client.users_info(user="U404")) == "user_not_found"


async def test_user_groups_and_their_members(scene: Scene) -> None:
    group = scene.slack.add_usergroup(scene.acme, [scene.ann])

    answer = await scene.client.usergroups_users_list(usergroup=group)

    assert answer["users"] == [scene.ann]
    assert await refusal(scene.client.usergroups_users_list(usergroup="S404")) == "no_such_subteam"


async def test_conversations_list_hides_foreign_private_channels(scene: Scene) -> None:
    scene.slack.add_channel(scene.acme, "secret", private=True, members=[scene.ann])
    inside = scene.slack.add_channel(scene.acme, "inside", private=True, members=[scene.acme.bot_user])

    answer = await scene.client.conversations_list(types="public_channel,private_channel", exclude_archived=True)

    assert {one["id"] for one in answer["channels"]} == {scene.general, inside}


async def test_conversations_open_gives_the_direct_message(scene: Scene) -> None:
    answer = await scene.client.conversations_open(users=scene.ann)

    assert answer["channel"]["id"] == scene.slack.direct_message(scene.ann)


async def test_conversations_join_and_members(scene: Scene) -> None:
    other = scene.slack.add_channel(scene.acme, "other", members=[scene.ann])

    await scene.client.conversations_join(channel=other)

    answer = await scene.client.conversations_members(channel=other)
    assert set(answer["members"]) == {scene.ann, scene.acme.bot_user}
    assert (await scene.client.conversations_info(channel=other))["channel"]["is_member"]


async def test_upload_in_three_steps_shares_the_file(scene: Scene) -> None:
    answer = await scene.client.files_upload_v2(content="a,b", filename="stats.csv", channel=scene.general)

    [message] = scene.slack.messages(scene.general)
    assert [file["name"] for file in message.files] == ["stats.csv"]
    info = await scene.client.files_info(file=answer["files"][0]["id"])
    assert info["file"]["size"] == 3


async def test_two_workspaces_do_not_see_each_other(scene: Scene) -> None:
    zen = scene.slack.add_workspace("zen", people=("zoe",), channels=("general",))

    call = scene.client.chat_postMessage(channel=zen.channel("general"), text="x")

    assert await refusal(call) == "channel_not_found"
    assert await refusal(scene.client.users_info(user=zen.user("zoe"))) == "user_not_found"


async def test_transcript_holds_every_call(scene: Scene) -> None:
    await scene.client.auth_test()
    await refusal(scene.client.chat_postMessage(channel="C404", text="x"))

    assert scene.slack.transcript.outline() == [
        ("auth.test", scene.acme.id, None),
        ("chat.postMessage", scene.acme.id, "channel_not_found"),
    ]
    assert scene.slack.transcript.of("chat.postMessage")[0].arguments["channel"] == "C404"
