"""A fake Slack that the real slack-bolt and slack-sdk talk to, over HTTP and Socket Mode's WebSocket.

Public surface (ids are unique over all workspaces, so nothing but the id is needed to act):

    async with FakeSlack(clock=…, rules=Rules(…), seed=0) as slack:
        slack.base_url                      # for AsyncWebClient(base_url=…)
        slack.app                           # App: client_id, client_secret, signing_secret, app_token, request_url …
        slack.add_app(request_url=…, scopes=…, events=…, rotation=…) -> App   # no request_url: Socket Mode
        acme = slack.add_workspace("acme", people=("ann", "bob"), channels=("general",), install=True)  # -> Workspace
        acme.bot_token, acme.bot_user, acme.id, acme.user("ann"), acme.channel("general")
        slack.add_user(acme, "cid", tz="Asia/Tokyo", is_admin=True, is_bot=False) -> user id
        slack.add_channel(acme, "secret", private=True, members=(…)) -> channel id   # the bot is in only if invited
        slack.add_usergroup(acme, (user, …)) -> group id
        slack.install(app, acme, scopes) -> Token;  slack.revoke("xoxb-…")
        slack.approve(app, acme, user) -> code for oauth.v2.access
        slack.authorize_url                 # consent page for AsyncOAuthSettings(authorization_url=…): agrees at once
        slack.add_enterprise(name) -> id;  slack.install_org(app, enterprise) -> Token
        await slack.grant_access(token, acme); await slack.revoke_access(token, acme)
        await slack.uninstall_org(app, acme)    # from the organization of a workspace
        await slack.repeat(slack.deliveries[-1])

        # people; events are delivered in the background, `await slack.settled()` waits for the acknowledgements
        ts = await slack.say(user, channel, text, thread_ts=None)
        await slack.edit(user, channel, ts, text); await slack.delete(user, channel, ts)
        ts = await slack.broadcast(user, channel, text, thread_ts); ts = await slack.share_file(user, channel, name, …)
        await slack.detect_language(channel, ts)          # message_changed without an edit
        await slack.react(user, channel, ts, "eyes"); await slack.unreact(…)
        await slack.invite(user_or_bot, channel, by=user); await slack.join(user, channel); await slack.leave(…)
        await slack.archive(channel, by); await slack.unarchive(…); await slack.rename(channel, name)
        await slack.open_home(user); await slack.uninstall(app, acme)
        await slack.publish(workspace, {"type": …})       # any other event
        await slack.verify_request_url(app) -> bool       # url_verification, in HTTP mode

        # interactions give an Outcome (acknowledged, error, response, errors, elapsed)
        await slack.command(user, channel, "/qotd", "text")       # slack.direct_message(user) is the DM with the bot
        await slack.press(user, message_or_view, action_id, choice=None)
        await slack.submit(user, view, {action_id: value}); await slack.close_modal(user)
        await slack.shortcut(user, callback_id); await slack.message_shortcut(user, message, callback_id)

        # what people see
        slack.messages(channel), slack.bot_messages(channel), slack.thread(channel, ts), slack.ephemerals(user),
        slack.home(user), slack.modal(user), slack.modals(user)
        slack.transcript (of(method), outline()), slack.deliveries

        # trouble
        slack.rules.ack_seconds = 0.3; slack.rules.retry_delays = (0, 0.1, 0.2); slack.rules.strict_history = True …
        slack.faults.refuse(method, "is_archived", times=1)      # and limit, break_off, garble, delay
        slack.faults.hold(method); slack.faults.let_go()         # nothing is answered in between
        slack.faults.drop(method, takes_effect=True)             # the reply is lost
        slack.faults.storm(0.2); slack.faults.repeat_events(1); slack.faults.reorder_events(0.05)
        slack.faults.lose_acks(0.1); slack.faults.lose_events(0.1); slack.faults.calm()
        slack.faults.happened               # Counter of what befell calls and events
        await slack.sockets.wait_connected(app); await slack.sockets.disconnect(app, "refresh_requested")
        await slack.sockets.cut(app); await slack.sockets.hang_up(app); await slack.sockets.fall_silent(app)
"""

from tests.servers.fake_slack.faults import STORM, Fault, Faults
from tests.servers.fake_slack.people.outcome import Outcome
from tests.servers.fake_slack.records import App, Channel, Installation, Message, Token, User, View, Workspace
from tests.servers.fake_slack.rules import Rules
from tests.servers.fake_slack.server import FakeSlack
from tests.servers.fake_slack.transcript import Asked, Transcript

__all__ = [
    "STORM",
    "App",
    "Asked",
    "Channel",
    "FakeSlack",
    "Fault",
    "Faults",
    "Installation",
    "Message",
    "Outcome",
    "Rules",
    "Token",
    "Transcript",
    "User",
    "View",
    "Workspace",
]
