"""What listeners have at hand, and how they answer: acknowledged within Discord's three seconds, worked on after."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass

import discord
import structlog

from adapters.discord.connect.delivery_errors import FAILURES
from adapters.discord.connect.workspaces import own_workspace, workspace_id
from adapters.discord.read.members import Actors
from adapters.discord.render.messages import layout, messages
from bot.commands.request import Reply
from bot.domain.card import Card, Text
from bot.engine import Engine
from bot.errors import AskadayError

log = structlog.get_logger()

_SHARED = Card("", (Text("Shared with everybody here."),))


@dataclass(frozen=True, slots=True)
class Room:
    """What listeners work with."""

    engine: Engine
    actors: Actors

    async def work(self, interaction: discord.Interaction, work: Awaitable[Reply]) -> None:
        """Acknowledge, do what somebody asked for, and show them what came of it.

        https://docs.discord.com/developers/interactions/receiving-and-responding
        """
        try:
            # Only who asked sees the answer; that cannot be changed after this.
            await interaction.response.defer(ephemeral=True, thinking=True)
        except FAILURES as error:
            # Nothing can be answered any more, but what was asked for is done.
            log.warning("Discord did not take the acknowledgement", error=str(error))
        [outcome] = await asyncio.gather(work, return_exceptions=True)
        if isinstance(outcome, Exception):
            outcome = Reply(self.engine.desk.problem(outcome, _workspace(interaction)))
        elif isinstance(outcome, BaseException):
            raise outcome
        await self.answer(interaction, outcome)

    async def answer(self, interaction: discord.Interaction, reply: Reply) -> None:
        """Show a reply to who asked, or to all if it is meant for all; the acknowledgement was private."""
        if reply.public:
            await self._show(interaction, _SHARED, private=True)
        await self._show(interaction, reply.card, private=not reply.public)

    async def _show(self, interaction: discord.Interaction, card: Card, *, private: bool) -> None:
        try:
            for message in messages(card):
                await interaction.followup.send(view=layout(message), ephemeral=private)
        except FAILURES as error:
            # Discord drops private messages when it is started anew: they are never the only record of anything.
            log.warning("an answer could not be shown", error=str(error))

    async def refuse(self, interaction: discord.Interaction, error: AskadayError) -> None:
        """Say at once why a form does not open."""
        [first, *others] = messages(self.engine.desk.problem(error))
        try:
            await interaction.response.send_message(view=layout(first), ephemeral=True)
            for message in others:
                await interaction.followup.send(view=layout(message), ephemeral=True)
        except FAILURES as failure:
            log.warning("a refusal could not be shown", error=str(failure))


def _workspace(interaction: discord.Interaction) -> str:
    return workspace_id(interaction.guild_id) if interaction.guild_id else own_workspace(interaction.user.id)
