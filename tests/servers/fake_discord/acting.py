"""People who use the app: commands, autocompletion, buttons, selects, forms. Each waits for the app's first answer."""

import asyncio
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.servers.fake_discord import permissions
from tests.servers.fake_discord.backend import Backend
from tests.servers.fake_discord.component_rules import CHECKBOX, LABEL, RADIO, TEXT_INPUT
from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.outcome import Outcome
from tests.servers.fake_discord.possible import ImpossibleError, check_form, check_options, check_press, check_use
from tests.servers.fake_discord.records import App, Channel, Interaction, Json, Message, User
from tests.servers.fake_discord.shapes import channel_json, member_json, message_json, user_json

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
SUBCOMMAND, MESSAGE_COMMAND, BUTTON = 1, 3, 2


@dataclass(frozen=True)
class _Use:
    """Who uses which app where."""

    app: App
    person: User
    channel: Channel
    #: The message whose component was used.
    source: Message | None = None


class Acting:
    """What people do with the app."""

    backend: Backend

    async def command(
        self, person: User, channel: Channel, name: str, options: Mapping[str, Any] | None = None
    ) -> Outcome:
        """Call a slash command, such as "qotd pause"; options by name.

        Raises:
            ImpossibleError: Discord's client would not send it, or not offer it to this person there.
            LookupError: no such command is registered, or it has no such option.
        """
        app, registered, data = self._typed(channel, name, options or {})
        check_use(self.backend.state, app, person, channel, registered)
        check_options(self.backend.state, channel, _innermost(registered, name), options or {})
        return await self._use(_Use(app, person, channel), COMMAND, data)

    async def complete(self, person: User, channel: Channel, name: str, focused: str, typed: str) -> Outcome:
        """Type into an option of a command and see what is offered.

        Raises:
            ImpossibleError: the option is not completed, or the command not offered.
            LookupError: no such command is registered, or it has no such option.
        """
        app, registered, data = self._typed(channel, name, {focused: typed}, focused)
        check_use(self.backend.state, app, person, channel, registered)
        if not next(one for one in _innermost(registered, name) if one["name"] == focused).get("autocomplete"):
            raise ImpossibleError(f"nothing is suggested for {focused!r}")
        return await self._use(_Use(app, person, channel), AUTOCOMPLETE, data)

    async def message_command(self, person: User, message: Message, name: str) -> Outcome:
        """Call a command in the menu of a message.

        Raises:
            ImpossibleError: it is not offered to this person there, or they do not see the message.
            LookupError: none of that name is registered.
        """
        channel = self.backend.state.channel(message.channel_id)
        app, registered = self._registered(channel, name, MESSAGE_COMMAND)
        check_use(self.backend.state, app, person, channel, registered)
        if channel.messages.get(message.id) is not message or message.seen_by not in {None, person.id}:
            raise ImpossibleError(f"{person.name} does not see this message")
        data = {"id": registered["id"], "name": name, "type": MESSAGE_COMMAND, "target_id": message.id}
        data["resolved"] = {"messages": {message.id: message_json(message, app.user.id)}}
        return await self._use(_Use(app, person, channel), COMMAND, data)

    async def press(self, person: User, message: Message, label: str, values: list[str] | None = None) -> Outcome:
        """Press a button by its label, or choose in a select by its placeholder.

        Raises:
            ImpossibleError: it cannot be pressed, or what is chosen is not offered.
            LookupError: the message has no such thing.
        """
        for part in walk(message.components):
            if label in {part.get("label"), part.get("placeholder"), part.get("custom_id")} and part.get("custom_id"):
                check_press(self.backend.state, person, message, part, values)
                data: Json = {"component_type": part["type"], "custom_id": part["custom_id"], "id": part.get("id", 1)}
                if part["type"] != BUTTON:
                    data["values"] = values or []
                app = next(one for one in self.backend.state.apps.values() if one.user is message.author)
                channel = self.backend.state.channel(message.channel_id)
                return await self._use(_Use(app, person, channel, message), COMPONENT, data)
        shown = [part.get("label") or part.get("placeholder") for part in walk(message.components)]
        raise LookupError(f"nothing named {label!r} to press, only {shown}")

    async def submit(self, person: User, outcome: Outcome, values: Mapping[str, Any]) -> Outcome:
        """Fill in the form of an outcome and send it; values by custom id, the others as they stood.

        Raises:
            ImpossibleError: Discord's client would not send it so, or it is somebody else's form.
            LookupError: there is no form, or it has no such field.
        """
        modal, used = outcome.modal, outcome.interaction
        fields = {part["custom_id"]: part for part in walk(modal["components"]) if part.get("custom_id")}
        if not values.keys() <= fields.keys():
            raise LookupError(f"the form has {sorted(fields)}, not {sorted(values)}")
        if used.user is not person:
            raise ImpossibleError(f"the form was opened for {used.user.name}")
        whole = {name: values.get(name, _initial(part)) for name, part in fields.items()}
        check_form(self.backend.state, self.backend.state.channel(used.channel_id), whole, list(fields.values()))
        data = {"custom_id": modal["custom_id"], "components": [_filled(one, whole) for one in modal["components"]]}
        channel = self.backend.state.channel(used.channel_id)
        return await self._use(_Use(used.app, person, channel, used.source), MODAL, data)

    def _typed(
        self, channel: Channel, name: str, options: Mapping[str, Any], focused: str = ""
    ) -> tuple[App, Json, Json]:
        words = name.split()
        app, registered = self._registered(channel, words[0], 1)
        level, data = registered, {"id": registered["id"], "name": words[0], "type": 1}
        inner = data
        for word in words[1:]:
            level = next((one for one in level.get("options", []) if one["name"] == word), {})
            if level.get("type") not in {1, 2}:
                raise LookupError(f"no subcommand {name!r}")
            step: Json = {"name": word, "type": level["type"]}
            inner["options"], inner = [step], step
        known = {one["name"]: one for one in level.get("options", [])}
        if not options.keys() <= known.keys():
            raise LookupError(f"{name!r} has the options {sorted(known)}, not {sorted(options)}")
        inner["options"] = [
            {"name": one, "type": known[one]["type"], "value": value} | ({"focused": True} if one == focused else {})
            for one, value in options.items()
        ]
        data["resolved"] = self._resolved(channel, [str(value) for value in options.values()])
        return app, registered, data

    def _resolved(self, channel: Channel, ids: list[str]) -> Json:
        guild = self.backend.state.guild_of(channel)
        if guild is None:
            return {}
        people = {one: guild.members[one] for one in ids if one in guild.members}
        return {
            "users": {one: user_json(member.user) for one, member in people.items()},
            "members": {
                one: member_json(member, with_user=False) | {"permissions": "0"} for one, member in people.items()
            },
            "channels": {
                one: channel_json(guild.channels[one]) | {"permissions": "0"} for one in ids if one in guild.channels
            },
        }

    def _registered(self, channel: Channel, name: str, kind: int) -> tuple[App, Json]:
        for app in self.backend.state.apps.values():
            for command in [*app.commands.get(channel.guild_id, []), *app.commands.get(None, [])]:
                if (command["name"], command["type"]) == (name, kind):
                    return app, command
        raise LookupError(f"no command {name!r} is registered")

    async def _use(self, use: _Use, kind: int, data: Json) -> Outcome:
        state, wait = self.backend.state, self.backend.rules.interaction_deadline
        began = time.monotonic()
        payload = self._payload(use, kind, data)
        used = Interaction(
            id=payload["id"],
            token=payload["token"],
            app=use.app,
            user=use.person,
            payload=payload,
            created_at=state.now(),
            channel_id=use.channel.id,
            deadline=began + wait,
            source=use.source,
        )
        state.interactions[used.id] = used
        self.backend.gateway.publish("INTERACTION_CREATE", payload, guild_id=use.channel.guild_id, app=use.app)
        with suppress(TimeoutError):
            await asyncio.wait_for(used.answered.wait(), wait)
        return Outcome(used, time.monotonic() - began)

    def _payload(self, use: _Use, kind: int, data: Json) -> Json:
        channel, app = use.channel, use.app
        guild = self.backend.state.guild_of(channel)
        payload: Json = {
            "id": self.backend.state.new_id(),
            "application_id": app.id,
            "type": kind,
            "token": secrets.token_urlsafe(48),
            "version": 1,
            "channel_id": channel.id,
            "channel": channel_json(channel),
            "locale": "en-US",
            "data": data,
            "entitlements": [],
            "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": {"0": guild.id if guild else "0"},
            "context": 0 if guild else 1,
        }
        if use.source is not None:
            payload["message"] = message_json(use.source, app.user.id)
        if guild is None:
            return payload | {"user": user_json(use.person), "app_permissions": "0"}
        member, me = guild.members[use.person.id], guild.members.get(app.user.id)
        own = permissions.in_channel(guild, me, channel) if me else 0
        shown = member_json(member) | {"permissions": str(permissions.in_channel(guild, member, channel))}
        return payload | {"guild_id": guild.id, "guild_locale": "en-US", "member": shown, "app_permissions": str(own)}


def _filled(component: Json, values: Mapping[str, Any]) -> Json:
    """Give a part of a form as it is sent in: text fields with a value, selects with values."""
    if "component" in component:
        return {"type": LABEL, "id": component.get("id", 1), "component": _filled(component["component"], values)}
    if "components" in component:
        inside = [_filled(one, values) for one in component["components"]]
        return {"type": component["type"], "id": component.get("id", 1), "components": inside}
    sent: Json = {"type": component["type"], "id": component.get("id", 1)}
    if "custom_id" not in component:
        return sent
    name = "value" if component["type"] in {TEXT_INPUT, CHECKBOX, RADIO} else "values"
    return sent | {"custom_id": component["custom_id"], name: values[component["custom_id"]]}


def _initial(component: Json) -> Any:
    """Give what stands in a field when it is opened."""
    if component["type"] == TEXT_INPUT:
        return component.get("value") or ""
    if component["type"] == CHECKBOX:
        return bool(component.get("default"))
    chosen = [one["value"] for one in component.get("options") or [] if one.get("default")]
    if component["type"] == RADIO:
        return chosen[0] if chosen else None
    return chosen or [str(one["id"]) for one in component.get("default_values") or []]


def _innermost(registered: Json, name: str) -> list[Json]:
    """Give the options of a command, or of the subcommand that the words after its name lead to."""
    level = registered
    for word in name.split()[1:]:
        level = next(one for one in level["options"] if one["name"] == word)
    return list(level.get("options") or [])
