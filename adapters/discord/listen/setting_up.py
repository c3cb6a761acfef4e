"""Setting a series up, step by step, in a private message."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import discord
import structlog

from adapters.discord.connect.delivery_errors import FAILURES
from adapters.discord.listen.listener import Room
from adapters.discord.read.members import channel_of
from adapters.discord.read.zones import likely_zone
from adapters.discord.render.setup_form import (
    CHOOSE,
    MORE,
    SAVE,
    SHOWN,
    STEPS,
    Draft,
    all_fit,
    setup_view,
    step_form,
)
from bot.commands.request import Reply
from bot.domain.target import Target
from bot.engine import form_values
from bot.errors import AskadayError, FormError, RefusedError

log = structlog.get_logger()

#: A draft is as good as its message, which Discord lets be changed for 15 minutes; so many are kept.
_MOST_DRAFTS = 200


@dataclass(frozen=True, slots=True)
class _Open:
    """A draft with whom it belongs to."""

    draft: Draft
    workspace: str
    member: int
    #: The button it was opened with; in a direct message that says which server it is about.
    pressed: str
    #: What it was opened for, and what it showed then.
    target: str
    opened: Mapping[str, str]


class SettingUp:
    """Keeps drafts until they are saved; after a restart one begins anew."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._drafts: dict[int, _Open] = {}
        self._numbers = count(1)

    async def open(self, interaction: discord.Interaction, target: str = "") -> None:
        """Show the form for a series: the one that is named, else the channel's, else a new one."""
        begun = await self._begin(interaction, target)
        number = next(self._numbers)
        if len(self._drafts) >= _MOST_DRAFTS:
            del self._drafts[min(self._drafts)]
        self._drafts[number] = begun
        await _tried(interaction.response.send_message(view=setup_view(begun.draft, number), ephemeral=True))

    async def _begin(self, interaction: discord.Interaction, target: str) -> _Open:
        actor = await self._room.actors.of(interaction, target)
        offered = await self._room.engine.desk.setup_form(actor, channel_of(interaction), target)
        if offered.series is not None:
            values = form_values(offered.series, ())
            draft = Draft(offered.packs, {key: values[key] for key in SHOWN}, offered.slots, offered.graders)
        else:
            known = {"name": offered.name, "channel": offered.channel, "managers": actor.member}
            known |= {"zone": offered.zone or _zone_of(interaction), "grader": next(iter(offered.graders))}
            is_guessed = not offered.zone
            draft = Draft(offered.packs, known, graders=offered.graders, is_whole=False, is_zone_guessed=is_guessed)
        return _Open(draft, actor.workspace, interaction.user.id, target, offered.target, offered.opened)

    async def step(self, interaction: discord.Interaction, name: str, target: str, chosen: Sequence[str]) -> None:
        """Take what was chosen in a select, open a form, or save."""
        number = Target.read(target).number or 0
        found = self._own(interaction, number)
        if name in STEPS:
            roles = {str(role.id) for role in interaction.guild.roles} if interaction.guild else set()
            await _tried(interaction.response.send_modal(step_form(name, found.draft, number, roles)))
        elif name == SAVE:
            await self._save(interaction, number, found)
        elif name == MORE:
            await self._show(interaction, number, found, replace(found.draft, is_whole=True))
        else:
            await self._change(interaction, number, found, {name.removeprefix(CHOOSE): ",".join(chosen)})

    async def fill(self, interaction: discord.Interaction, target: str, filled: Mapping[str, str]) -> None:
        """Take what was typed into a form."""
        number = Target.read(target).number or 0
        await self._change(interaction, number, self._own(interaction, number), filled)

    def _own(self, interaction: discord.Interaction, number: int) -> _Open:
        """Give somebody's own draft; after a restart its number may be another one's."""
        found = self._drafts.get(number)
        if found is not None and found.member == interaction.user.id:
            return found
        raise RefusedError("This form is too old.", hint="Start again with `/qotd setup`.")

    async def _change(
        self, interaction: discord.Interaction, number: int, found: _Open, values: Mapping[str, str]
    ) -> None:
        is_guessed = found.draft.is_zone_guessed and "zone" not in values
        changed = {**found.draft.values, **values}
        await self._show(interaction, number, found, replace(found.draft, values=changed, is_zone_guessed=is_guessed))

    async def _show(self, interaction: discord.Interaction, number: int, found: _Open, draft: Draft) -> None:
        self._drafts[number] = replace(found, draft=draft)
        await _tried(interaction.response.edit_message(view=setup_view(draft, number)))

    async def _save(self, interaction: discord.Interaction, number: int, found: _Open) -> None:
        await _tried(interaction.response.defer())
        try:
            reply = await self._saved(interaction, found)
        except AskadayError as error:
            problems = error.fields if isinstance(error, FormError) else {"": error.plain_text}
            await _tried(interaction.edit_original_response(view=setup_view(found.draft, number, problems)))
            if not all_fit(found.draft, problems):
                await self._room.answer(interaction, Reply(self._room.engine.desk.problem(error, found.workspace)))
            return
        del self._drafts[number]
        await self._room.answer(interaction, reply)

    async def _saved(self, interaction: discord.Interaction, found: _Open) -> Reply:
        actor = await self._room.actors.of(interaction, found.pressed)
        values = dict(found.draft.values)
        channel = channel_of(interaction)
        return await self._room.engine.desk.save_setup(actor, channel, values, target=found.target, opened=found.opened)


def _zone_of(interaction: discord.Interaction) -> str:
    return likely_zone(interaction.locale.value, interaction.guild_locale.value if interaction.guild_locale else "")


async def _tried(answer: Awaitable[object]) -> None:
    try:
        await answer
    except FAILURES as error:
        log.warning("a form could not be shown", error=str(error))
