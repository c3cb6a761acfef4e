"""Buttons, menus, and the forms they open. What is needed stands in custom ids, so they work after a restart too."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import discord
import structlog

from adapters.discord.connect.delivery_errors import FAILURES
from adapters.discord.listen.listener import Room
from adapters.discord.listen.setting_up import SettingUp
from adapters.discord.read.members import channel_of
from adapters.discord.render.buttons import MENU, read_custom_id
from adapters.discord.render.forms import (
    ANSWERS,
    REASONS,
    SURENESS_FIELD,
    TEXT_FIELD,
    answer_form,
    fields_form,
    reason_form,
    values,
)
from bot.cards.forms import FIELD_FORMS, FieldsForm, mistakes_card, written_in
from bot.commands.request import Press, Reply
from bot.errors import AskadayError

log = structlog.get_logger()

_SETUP = "setup"


class Presses:
    """Listens for buttons and forms."""

    def __init__(self, room: Room, setting_up: SettingUp) -> None:
        self._room = room
        self._setting_up = setting_up

    async def press(self, interaction: discord.Interaction, name: str, target: str) -> None:
        """Do what a button or an entry of a menu says, or open its form."""
        data: Mapping[str, Any] = interaction.data or {}
        if name == MENU:
            await self._choose(interaction, data)
        elif name == _SETUP:
            await self._setting_up.open(interaction, target)
        elif name.startswith(_SETUP):
            await self._setting_up.step(interaction, name, target, data.get("values") or [])
        elif name in ANSWERS or name in REASONS or name in FIELD_FORMS:
            await self._open(interaction, name, target)
        else:
            await self._room.work(interaction, self._press(interaction, name, target))

    async def _choose(self, interaction: discord.Interaction, data: Mapping[str, Any]) -> None:
        """Do what was chosen in a menu, and let the menu forget it, so that the same can be chosen again."""
        found = read_custom_id(next(iter(data.get("values") or []), ""))
        if found is None or found[0] == MENU:
            return
        try:
            await self.press(interaction, *found)
        finally:
            await _reset(interaction.message)

    async def submit(self, interaction: discord.Interaction) -> None:
        """Do what a form was opened for."""
        data: Mapping[str, Any] = interaction.data or {}
        found = read_custom_id(data["custom_id"])
        if found is None:
            return
        name, target = found
        filled = values(data["components"])
        if name.startswith(_SETUP):
            await self._setting_up.fill(interaction, target, filled)
        else:
            await self._room.work(interaction, self._press(interaction, name, target, filled))

    async def _press(
        self, interaction: discord.Interaction, name: str, target: str, filled: Mapping[str, str] = MappingProxyType({})
    ) -> Reply:
        actor = await self._room.actors.of(interaction, target)
        text, sureness = filled.get(TEXT_FIELD, ""), filled.get(SURENESS_FIELD, "")
        values = filled if name in FIELD_FORMS else {}
        press = Press(actor, channel_of(interaction), name, target, text, sureness, values)
        try:
            return await self._room.engine.desk.press(press)
        except AskadayError as error:
            if not values:
                raise
            # A form cannot come back: what was written in it is handed back.
            return Reply(mistakes_card([str(error)], written_in(values)))

    async def _open(self, interaction: discord.Interaction, name: str, target: str) -> None:
        """Open a form; it has to be the first answer, so what it needs is looked up before."""
        form = await self._form(interaction, name, target)
        try:
            await interaction.response.send_modal(form)
        except FAILURES as error:
            log.warning("a form did not open", error=str(error))

    async def show(self, interaction: discord.Interaction, form: FieldsForm, action: str) -> None:
        """Open a form that was made for something that was chosen in the menu of a message."""
        try:
            await interaction.response.send_modal(fields_form(form, "", action))
        except FAILURES as error:
            log.warning("a form did not open", error=str(error))

    async def _form(self, interaction: discord.Interaction, name: str, target: str) -> discord.ui.Modal:
        if name in REASONS:
            return reason_form(name, target)
        actor = await self._room.actors.of(interaction, target)
        if name in FIELD_FORMS:
            asked = await self._room.engine.desk.fields_form(actor, channel_of(interaction), name, target)
            return fields_form(asked, target, name)
        return answer_form(await self._room.engine.desk.answer_form(actor, target), target, name)


async def _reset(message: discord.Message | None) -> None:
    """Show a message anew as it is: until then Discord's client shows what was chosen, and does not take it again.

    What is shown to one person alone can only be changed by the answer to what was chosen (`Room.answer`).
    """
    if message is None or message.flags.ephemeral:
        return
    try:
        shown = await message.fetch()
        # Whatever has changed it since has done the same.
        if shown.edited_at == message.edited_at:
            view = discord.ui.LayoutView.from_message(shown, timeout=None)
            view.stop()
            await shown.edit(view=view)
    except FAILURES as error:
        log.info("a menu still shows what was chosen", error=str(error))
