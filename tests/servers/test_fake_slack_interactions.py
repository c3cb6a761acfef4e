"""Commands, buttons, forms and the Home tab with a real slack-bolt app."""

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports.clock import TravelClock
from tests.servers.conftest import Scene
from tests.servers.echo_app import FORM, Echo
from tests.servers.fake_slack import FakeSlack, View

BUTTON: dict[str, Any] = {
    "type": "actions",
    "elements": [{"type": "button", "action_id": "button", "text": {"type": "plain_text", "text": "Go"}, "value": "7"}],
}


async def opened(scene: Scene) -> View:
    await scene.slack.command(scene.ann, scene.general, "/ask")
    await scene.slack.settled()
    view = scene.slack.modal(scene.ann)
    assert view is not None
    return view


async def trigger(scene: Scene) -> str:
    """Call a command nobody listens to, for the sake of its trigger."""
    await scene.slack.command(scene.ann, scene.general, "/nothing")
    return str(scene.slack.deliveries[-1].payload["trigger_id"])


async def test_command_is_answered_to_one_person(scene: Scene, echo: Echo) -> None:
    outcome = await scene.slack.command(scene.ann, scene.general, "/hello", "there")

    assert (outcome.acknowledged, outcome.response) == (True, {"text": "Hello!"})
    assert [one.text for one in scene.slack.ephemerals(scene.ann)] == ["Hello!"]
    assert scene.slack.messages(scene.general) == []
    assert echo.bodies == []


async def test_command_not_acknowledged_in_time(scene: Scene, echo: Echo) -> None:
    scene.slack.rules.ack_seconds = 0.05

    outcome = await scene.slack.command(scene.ann, scene.general, "/late")

    assert (outcome.acknowledged, outcome.error) == (False, "operation_timeout")
    assert echo.bodies == []


async def test_command_while_nobody_is_connected(scene: Scene) -> None:
    assert (await scene.slack.command(scene.ann, scene.general, "/hello")).error == "dispatch_failed"


async def test_button_is_pressed_and_answered(scene: Scene, echo: Echo) -> None:
    await scene.client.chat_postMessage(channel=scene.general, text="x", blocks=[BUTTON])
    [message] = scene.slack.messages(scene.general)

    outcome = await scene.slack.press(scene.ann, message, "button")

    [body] = [one for one in echo.bodies if one["type"] == "block_actions"]
    assert outcome.acknowledged
    assert (body["actions"][0]["value"], body["container"]["message_ts"]) == ("7", message.ts)
    async with aiohttp.ClientSession() as session, session.post(body["response_url"], json={"text": "more"}) as answer:
        assert await answer.text() == "ok"
    assert [one.text for one in scene.slack.ephemerals(scene.ann)][-1] == "more"


async def test_button_of_an_ephemeral_message_comes_without_the_message(scene: Scene, echo: Echo) -> None:
    await scene.client.chat_postEphemeral(channel=scene.general, user=scene.ann, text="x", blocks=[BUTTON])
    [message] = scene.slack.ephemerals(scene.ann)

    await scene.slack.press(scene.ann, message, "button")

    [body] = echo.bodies
    assert ("message" in body, body["container"]["is_ephemeral"]) == (False, True)


async def test_button_that_is_not_there(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel=scene.general, text="x", blocks=[BUTTON])

    with pytest.raises(LookupError, match="nothing to press is called 'flag', only \\['button'\\]"):
        await scene.slack.press(scene.ann, scene.slack.messages(scene.general)[0], "flag")


async def test_form_is_opened_filled_and_closed(scene: Scene, echo: Echo) -> None:
    view = await opened(scene)

    outcome = await scene.slack.submit(scene.ann, view, {"text": "42"})

    assert (outcome.acknowledged, outcome.error, scene.slack.modal(scene.ann)) == (True, None, None)
    state = scene.slack.deliveries[-1].payload["view"]["state"]["values"]
    assert state == {"answer": {"text": {"type": "plain_text_input", "value": "42"}}}
    assert echo.bodies == []


async def test_form_that_is_not_complete_is_not_sent(scene: Scene, echo: Echo) -> None:
    view = await opened(scene)
    sent = len(scene.slack.deliveries)

    empty = await scene.slack.submit(scene.ann, view)
    short = await scene.slack.submit(scene.ann, view, {"text": "4"})

    assert empty.errors == {"answer": "Please complete this required field."}
    assert short.errors == {"answer": "Enter 2 to 3000 characters."}
    assert (len(scene.slack.deliveries), echo.bodies) == (sent, [])


async def test_form_sent_back_with_errors_stays_open(scene: Scene, echo: Echo) -> None:
    view = await opened(scene)
    echo.response = {"response_action": "errors", "errors": {"answer": "Too short."}}

    outcome = await scene.slack.submit(scene.ann, view, {"text": "42"})

    assert (outcome.errors, scene.slack.modal(scene.ann)) == ({"answer": "Too short."}, view)
    assert view.errors == {"answer": "Too short."}


@pytest.mark.parametrize(
    "response",
    [
        {"response_action": "errors", "errors": {"elsewhere": "Too short."}},
        {"response_action": "update", "view": {**FORM, "title": {"type": "plain_text", "text": "x" * 25}}},
    ],
)
async def test_form_with_an_answer_slack_cannot_show(scene: Scene, echo: Echo, response: dict[str, Any]) -> None:
    view = await opened(scene)
    echo.response = response

    outcome = await scene.slack.submit(scene.ann, view, {"text": "42"})

    assert outcome.error == "invalid_response"


async def test_form_updated_and_cleared_by_the_answer(scene: Scene, echo: Echo) -> None:
    view = await opened(scene)
    other = {**FORM, "title": {"type": "plain_text", "text": "Next"}}

    echo.response = {"response_action": "update", "view": other}
    await scene.slack.submit(scene.ann, view, {"text": "42"})
    title = view.body["title"]["text"]
    echo.response = {"response_action": "clear"}
    await scene.slack.submit(scene.ann, view, {"text": "42"})

    assert (title, scene.slack.modals(scene.ann)) == ("Next", [])


async def test_trigger_is_good_once(scene: Scene, echo: Echo) -> None:
    await opened(scene)
    used = scene.slack.deliveries[-1].payload["trigger_id"]

    with pytest.raises(SlackApiError) as caught:
        await scene.client.views_open(trigger_id=used, view=FORM)
    with pytest.raises(SlackApiError) as strange:
        await scene.client.views_open(trigger_id="1.2.3", view=FORM)

    assert caught.value.response["error"] == "trigger_exchanged"
    assert strange.value.response["error"] == "invalid_trigger_id"
    assert echo.bodies == []


async def test_trigger_is_good_for_three_seconds() -> None:
    clock = TravelClock(datetime(2026, 11, 20, 9, tzinfo=UTC))
    async with FakeSlack(clock=clock) as slack:
        acme = slack.add_workspace("acme", people=("ann",), channels=("general",))
        await slack.command(acme.user("ann"), acme.channel("general"), "/nothing")
        client = AsyncWebClient(token=acme.bot_token, base_url=slack.base_url)
        clock.travel(clock.now() + timedelta(seconds=3, microseconds=1))

        with pytest.raises(SlackApiError) as caught:
            await client.views_open(trigger_id=slack.deliveries[-1].payload["trigger_id"], view=FORM)

    assert caught.value.response["error"] == "trigger_expired"


async def test_fourth_modal_is_one_too_many(scene: Scene, echo: Echo) -> None:
    view = await opened(scene)
    app = scene.slack.app.id
    for _ in range(2):
        pushing = scene.slack.backend.triggers.new_trigger(scene.ann, app, view.id)
        await scene.client.views_push(trigger_id=pushing, view=FORM)

    pushing = scene.slack.backend.triggers.new_trigger(scene.ann, app, view.id)
    with pytest.raises(SlackApiError) as caught:
        await scene.client.views_push(trigger_id=pushing, view=FORM)

    assert caught.value.response["error"] == "push_limit_reached"
    assert [one.previous_id for one in scene.slack.modals(scene.ann)[:2]] == [None, view.id]
    assert echo.bodies == []


async def test_update_with_an_old_hash(scene: Scene) -> None:
    answer = await scene.client.views_open(trigger_id=await trigger(scene), view=FORM)
    about = {"view_id": answer["view"]["id"], "hash": answer["view"]["hash"]}

    await scene.client.views_update(view=FORM, **about)
    with pytest.raises(SlackApiError) as caught:
        await scene.client.views_update(view=FORM, **about)

    assert caught.value.response["error"] == "hash_conflict"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": {"type": "plain_text", "text": "x" * 25}}, "must be 1 to 24 characters"),
        ({"private_metadata": "x" * 3001}, "must be less than 3001 characters"),
        ({"blocks": FORM["blocks"] * 2}, "block_id 'answer' already exists"),
        ({"blocks": [{"type": "divider"}] * 101}, "no more than 100 items"),
        ({"type": "home"}, "unsupported type: home"),
    ],
)
async def test_views_slack_would_not_show(scene: Scene, change: dict[str, Any], message: str) -> None:
    with pytest.raises(SlackApiError, match=message) as caught:
        await scene.client.views_open(trigger_id=await trigger(scene), view={**FORM, **change})

    assert caught.value.response["error"] == "invalid_arguments"


async def test_input_without_a_submit_button(scene: Scene) -> None:
    view = {name: value for name, value in FORM.items() if name != "submit"}

    with pytest.raises(SlackApiError, match="submit"):
        await scene.client.views_open(trigger_id=await trigger(scene), view=view)


async def test_home_tab_is_opened_and_published(scene: Scene, echo: Echo) -> None:
    await scene.slack.open_home(scene.ann)
    await scene.slack.settled()
    await scene.client.views_publish(user_id=scene.ann, view={"type": "home", "blocks": [BUTTON]})
    home = scene.slack.home(scene.ann)
    assert home is not None

    await scene.slack.press(scene.ann, home, "button")

    assert (echo.bodies[0]["event"]["tab"], echo.bodies[1]["container"]["type"]) == ("home", "view")
    assert scene.slack.home(scene.bob) is None


async def test_response_url_is_good_five_times(scene: Scene) -> None:
    await trigger(scene)
    url = scene.slack.deliveries[-1].payload["response_url"]

    answers = []
    async with aiohttp.ClientSession() as session:
        for number in range(6):
            async with session.post(url, json={"text": str(number)}) as answer:
                answers.append((answer.status, await answer.text()))

    assert answers[:5] == [(200, "ok")] * 5
    assert answers[5] == (404, '{"ok": false, "error": "used_url"}')
    assert [one.text for one in scene.slack.ephemerals(scene.ann)] == ["0", "1", "2", "3", "4"]


async def test_response_url_is_good_for_thirty_minutes() -> None:
    clock = TravelClock(datetime(2026, 11, 20, 9, tzinfo=UTC))
    async with FakeSlack(clock=clock) as slack, aiohttp.ClientSession() as session:
        acme = slack.add_workspace("acme", people=("ann",), channels=("general",))
        await slack.command(acme.user("ann"), acme.channel("general"), "/nothing")
        clock.travel(clock.now() + timedelta(minutes=31))

        async with session.post(slack.deliveries[-1].payload["response_url"], json={"text": "x"}) as answer:
            error = (await answer.json())["error"]

    assert error == "expired_url"


async def test_response_url_replaces_deletes_and_publishes(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel=scene.general, text="x", blocks=[BUTTON])
    [message] = scene.slack.messages(scene.general)
    await scene.slack.press(scene.ann, message, "button")
    url = scene.slack.deliveries[-1].payload["response_url"]

    async with aiohttp.ClientSession() as session:
        await session.post(url, json={"text": "in its place", "replace_original": True})
        replaced = message.text
        await session.post(url, json={"text": "to all", "response_type": "in_channel"})
        await session.post(url, json={"delete_original": True})

    assert replaced == "in its place"
    assert [one.text for one in scene.slack.messages(scene.general)] == ["to all"]


PICKS: dict[str, Any] = {
    "type": "actions",
    "block_id": "picks",
    "elements": [
        {
            "type": "static_select",
            "action_id": "level",
            "options": [
                {"text": {"type": "plain_text", "text": name.title()}, "value": name} for name in ("easy", "hard")
            ],
        },
        {"type": "users_select", "action_id": "manager", "initial_user": "U7"},
    ],
}


async def test_choice_in_a_select_comes_with_what_stands_in_the_others(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel=scene.general, text="x", blocks=[PICKS])
    [message] = scene.slack.messages(scene.general)

    await scene.slack.press(scene.ann, message, "level", "hard")

    payload = scene.slack.deliveries[-1].payload
    assert payload["actions"][0]["selected_option"]["value"] == "hard"
    assert payload["state"]["values"]["picks"]["manager"] == {"type": "users_select", "selected_user": "U7"}
    with pytest.raises(LookupError, match="level has no option 'odd', only \\['easy', 'hard'\\]"):
        await scene.slack.press(scene.ann, message, "level", "odd")


@pytest.mark.parametrize(("notify", "sent"), [(True, ["view_closed"]), (False, [])])
async def test_closing_a_modal_is_told_when_asked_for(scene: Scene, notify: bool, sent: list[str]) -> None:
    await scene.client.views_open(trigger_id=await trigger(scene), view={**FORM, "notify_on_close": notify})

    await scene.slack.close_modal(scene.ann)

    assert [one.payload["type"] for one in scene.slack.deliveries if one.kind == "interactive"] == sent
    assert scene.slack.modal(scene.ann) is None


async def test_shortcut_on_a_message_brings_the_message(scene: Scene) -> None:
    ts = await scene.slack.say(scene.bob, scene.general, "x")

    await scene.slack.message_shortcut(scene.ann, scene.slack.messages(scene.general)[0], "flag")

    payload = scene.slack.deliveries[-1].payload
    assert (payload["type"], payload["message_ts"], payload["message"]["user"]) == ("message_action", ts, scene.bob)


async def test_command_in_a_direct_message(scene: Scene, echo: Echo) -> None:
    place = scene.slack.direct_message(scene.ann)

    outcome = await scene.slack.command(scene.ann, place, "/hello")

    assert (outcome.acknowledged, scene.slack.deliveries[-1].payload["channel_name"]) == (True, "directmessage")
    assert echo.bodies == []
