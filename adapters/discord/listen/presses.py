"""Buttons and the forms they open. What is needed stands in their custom ids, so they work after a restart too."""

from collections.abc import Mapping
from typing import Any

import discord
import structlog

from adapters.discord.connect.delivery_errors import FAILURES
from adapters.discord.listen.listener import Room
from adapters.discord.listen.setting_up import SettingUp
from adapters.discord.read.members import channel_of
from adapters.discord.render.buttons import read_custom_id
from adapters.discord.render.forms import TEXT_FIELD, TEXTS, text_form, values
from bot.commands.request import Press, Reply

log = structlog.get_logger()

_SETUP = "setup"


class Presses:
    """Listens for buttons and forms."""

    def __init__(self, room: Room, setting_up: SettingUp) -> None:
        self._room = room
        self._setting_up = setting_up

    async def press(self, interaction: discord.Interaction, name: str, target: str) -> None:
        """Do what a button says, or open its form."""
        data: Mapping[str, Any] = interaction.data or {}
        if name == _SETUP:
            await self._setting_up.open(interaction, target)
        elif name.startswith(_SETUP):
            await self._setting_up.step(interaction, name, target, data.get("values") or [])
        elif name in TEXTS:
            await self._open(interaction, name, target)
        else:
            await self._room.work(interaction, self._press(interaction, name, target))

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
            text = filled.get(TEXT_FIELD, "")
            await self._room.work(interaction, self._press(interaction, name, target, text))

    async def _press(self, interaction: discord.Interaction, name: str, target: str, text: str = "") -> Reply:
        actor = await self._room.actors.of(interaction, target)
        return await self._room.engine.desk.press(Press(actor, channel_of(interaction), name, target, text))

    async def _open(self, interaction: discord.Interaction, name: str, target: str) -> None:
        """Open a form; it has to be the first answer, so what it needs is looked up before."""
        initial = await self._initial(interaction, target) if name == "answer" else ""
        try:
            await interaction.response.send_modal(text_form(name, target, initial))
        except FAILURES as error:
            log.warning("a form did not open", error=str(error))

    async def _initial(self, interaction: discord.Interaction, target: str) -> str:
        actor = await self._room.actors.of(interaction, target)
        return (await self._room.engine.desk.answer_form(actor, target)).text
