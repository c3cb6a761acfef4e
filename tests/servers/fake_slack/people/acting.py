"""People who use the app: commands, buttons, forms, the Home tab, shortcuts. Each waits for the app's word."""

from typing import Any

from tests.servers.fake_slack import answers
from tests.servers.fake_slack.backend import Backend
from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.events import interactions
from tests.servers.fake_slack.events.submissions import follow
from tests.servers.fake_slack.events.transport import Attempt
from tests.servers.fake_slack.people import forms
from tests.servers.fake_slack.people.outcome import Outcome
from tests.servers.fake_slack.records import App, Installation, Json, Message, User, View
from tests.servers.fake_slack.shapes import view_json

#: Why an attempt failed → what the person reads.
WORDS = {"timeout": "operation_timeout", "http_timeout": "operation_timeout", "http_error": "http_error"}


class Acting:
    """What people do with the app."""

    backend: Backend

    async def command(self, user: str, channel: str, name: str, text: str = "", *, app: App | None = None) -> Outcome:
        """Call a slash command in a channel or direct message; commands cannot be called in a thread."""
        person, place = self.backend.state.user(user), self.backend.state.channel(channel)
        chosen = app or self._installed(person).app
        payload = interactions.command(self.backend, chosen, person, place, name=name, text=text)
        attempt = await self.backend.delivery.ask(chosen, "slash_commands", payload)
        response = attempt.response or {}
        if attempt.acknowledged and (response.get("text") or response.get("blocks")):
            try:
                # What comes with the acknowledgement does not count against the five uses.
                answers.answer(self.backend, self.backend.triggers.look_up(payload["response_url"]), response)
            except SlackError as error:
                return Outcome(acknowledged=True, error=error.code, response=response, elapsed=attempt.elapsed)
        return _outcome(attempt)

    async def press(
        self,
        user: str,
        shown: Message | View,
        action_id: str,
        choice: Any = None,
        *,
        values: dict[str, Any] | None = None,
    ) -> Outcome:
        """Press a button or a thumb (by its value), or choose in a select.

        `values` is what stands in the other fields at that moment.

        Raises:
            LookupError: there is nothing of that name to press, or no such option.
        """
        person = self.backend.state.user(user)
        app = self.backend.state.apps[shown.app_id or ""]
        block, element = forms.find(shown.blocks, action_id)
        action = self._action(block, element, choice)
        state = forms.state_values(shown.blocks, values or {})
        payload = interactions.pressed(self.backend, app, person, shown, action=action, values=state)
        return _outcome(await self.backend.delivery.ask(app, "interactive", payload))

    async def submit(self, user: str, view: View, values: dict[str, Any] | None = None) -> Outcome:
        """Send a form; values by action id, an option by its value.

        Raises:
            LookupError: the form is not open, or has no such field or option.
        """
        if view not in self.backend.modals.stacks[user, view.app_id]:
            raise LookupError(f"{user} has no such form open")
        state = forms.state_values(view.blocks, values or {})
        complaints = forms.complaints(view.blocks, state)
        if complaints:
            view.errors = complaints
            return Outcome(acknowledged=False, error="incomplete", errors=complaints)
        person, app = self.backend.state.user(user), self.backend.state.apps[view.app_id]
        payload = interactions.submitted(self.backend, app, person, view, state)
        attempt = await self.backend.delivery.ask(app, "interactive", payload)
        if not attempt.acknowledged:
            return _outcome(attempt)
        return follow(self.backend.modals, view, attempt)

    async def close_modal(self, user: str, *, whole_stack: bool = False) -> Outcome:
        """Close the modal on top, or all; the app hears of it only if the view asked for that."""
        view = self.backend.modals.top(user)
        if view is None:
            raise LookupError(f"{user} has no modal open")
        cleared = whole_stack or bool(view.body.get("clear_on_close"))
        (self.backend.modals.clear if cleared else self.backend.modals.pop)(view)
        if not view.body.get("notify_on_close"):
            return Outcome(acknowledged=True)
        person, app = self.backend.state.user(user), self.backend.state.apps[view.app_id]
        payload = interactions.closed(self.backend, app, person, view, cleared=cleared)
        return _outcome(await self.backend.delivery.ask(app, "interactive", payload))

    async def shortcut(self, user: str, callback_id: str, *, app: App | None = None) -> Outcome:
        """Call a global shortcut."""
        person = self.backend.state.user(user)
        chosen = app or self._installed(person).app
        payload = interactions.shortcut(self.backend, chosen, person, callback_id)
        return _outcome(await self.backend.delivery.ask(chosen, "interactive", payload))

    async def message_shortcut(
        self, user: str, message: Message, callback_id: str, *, app: App | None = None
    ) -> Outcome:
        """Call a shortcut in the menu of a message: by its name there, or by its id where nothing is declared.

        Raises:
            LookupError: the menu does not have it: the app declares none of that name, or the message is private.
        """
        person = self.backend.state.user(user)
        chosen = app or self._installed(person).app
        if chosen.shortcuts is not None:
            offered = {one["name"]: one["callback_id"] for one in chosen.shortcuts if one["type"] == "message"}
            if callback_id not in offered:
                raise LookupError(f"the menu has no {callback_id!r}, only {sorted(offered)}")
            callback_id = offered[callback_id]
        if message.ephemeral_to:
            raise LookupError("what only one person sees has no such menu")
        payload = interactions.shortcut(self.backend, chosen, person, callback_id, message)
        return _outcome(await self.backend.delivery.ask(chosen, "interactive", payload))

    async def open_home(self, user: str, *, tab: str = "home") -> None:
        """Open the app's Home tab (or its `messages` tab)."""
        person = self.backend.state.user(user)
        workspace = self.backend.state.workspaces[person.team_id]
        for one in self.backend.state.installations_in(workspace):
            channel = self.backend.state.direct_message(workspace, one.bot_user, user)
            event: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab}
            event["event_ts"] = self.backend.state.new_ts()
            home = self.backend.modals.homes.get((user, one.app.id))
            if tab == "home" and home is not None:
                event["view"] = view_json(home, one.bot_id)
            if one.app.events is None or "app_home_opened" in one.app.events:
                self.backend.delivery.tell(one, workspace, event)

    def direct_message(self, user: str) -> str:
        """Give the id of the direct message between somebody and the bot."""
        person = self.backend.state.user(user)
        workspace = self.backend.state.workspaces[person.team_id]
        return self.backend.state.direct_message(workspace, self._installed(person).bot_user, user).id

    def _action(self, block: Json, element: Json, choice: Any) -> Json:
        action = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
        action["action_ts"] = self.backend.state.new_ts()
        if element["type"] == "button":
            return action | {name: element[name] for name in ("text", "value", "style", "url") if name in element}
        if element["type"] == "feedback_buttons":
            return action | forms.thumb(element, choice)
        return action | forms.chosen(element, choice)

    def _installed(self, person: User) -> Installation:
        workspace = self.backend.state.workspaces[person.team_id]
        # Where two apps have the same command, the one installed last wins.
        installed = list(self.backend.state.installations_in(workspace))
        if not installed:
            raise LookupError(f"no app is installed in {workspace.name}")
        return installed[-1]


def _outcome(attempt: Attempt) -> Outcome:
    error = None if attempt.acknowledged else WORDS.get(attempt.failure, "dispatch_failed")
    return Outcome(attempt.acknowledged, error, attempt.response, elapsed=attempt.elapsed)
