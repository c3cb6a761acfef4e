"""What listeners have at hand, and how they answer: acknowledged within Discord's three seconds, worked on after.

Whatever goes wrong with something that somebody asked for is told in one place, `Room.problem`. The library leads what
commands raise into `CommandTree.on_error` (`adapters.discord.listen.tree`), and has nothing like it for the others: it
logs what a `DynamicItem` or an event raises, and the person sees that the interaction failed. So these run in
`Room.guarded`.
"""

import io
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord
import structlog

from adapters.discord.connect.delivery_errors import FAILURES
from adapters.discord.read.members import Actors, is_own_message, workspace_of
from adapters.discord.render.links import CommandLinks
from adapters.discord.render.messages import Message, layout, messages
from bot.cards.notices.notice import SHARED
from bot.commands.request import Handout, Reply
from bot.domain.card import Card, Text
from bot.engine import Engine, Tasks

log = structlog.get_logger()

#: Among what the library keeps with an interaction for its handlers.
_ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, slots=True)
class Room:
    """What listeners work with."""

    engine: Engine
    actors: Actors
    #: What the end waits for.
    tasks: Tasks = field(default_factory=Tasks)
    #: Makes commands in answers pressable.
    links: CommandLinks = field(default_factory=CommandLinks)

    async def guarded(self, interaction: discord.Interaction, work: Awaitable[None]) -> None:
        """Do what somebody asked for; they are told what goes wrong."""
        self.tasks.join()
        try:
            await work
        except Exception as error:  # noqa: BLE001 - it is told, and what is unexpected is logged there
            await self.problem(interaction, error)

    async def work(self, interaction: discord.Interaction, work: Awaitable[Reply]) -> None:
        """Acknowledge, do what somebody asked for, and show them what came of it.

        https://docs.discord.com/developers/interactions/receiving-and-responding

        Raises:
            Exception: of the work.
        """
        # It may have arrived although nobody heard so: what follows goes the way of an acknowledged one.
        interaction.extras[_ACKNOWLEDGED] = True
        try:
            if is_own_message(interaction):
                await interaction.response.defer()
            else:
                # Only who asked sees the answer; that cannot be changed after this.
                await interaction.response.defer(ephemeral=True, thinking=True)
        except FAILURES as error:
            # Nothing can be answered any more, but what was asked for is done.
            log.warning("Discord did not take the acknowledgement", error=str(error))
        try:
            reply = await work
        except Exception:
            await _let_go_of_choice(interaction)
            raise
        await self.answer(interaction, reply)

    async def answer(self, interaction: discord.Interaction, reply: Reply) -> None:
        """Show a reply to who asked, or to all if it is meant for all; the acknowledgement was private.

        What goes on with something that only they see takes its place.
        """
        if reply.public:
            await self._show(interaction, self._messages(SHARED), private=True)
        if reply.handout is not None and await self._hand_over(interaction, reply.handout):
            return
        shown = self._messages(reply.card)
        if not reply.replaces:
            await _let_go_of_choice(interaction)
        elif is_own_message(interaction) and await _replace(interaction, layout(shown[0])):
            shown = shown[1:]
        await self._show(interaction, shown, private=not reply.public)

    async def _hand_over(self, interaction: discord.Interaction, handout: Handout) -> bool:
        """Send files to who asked alone; False: Discord does not take them."""
        files = [discord.File(io.BytesIO(one.text.encode()), one.name) for one in handout.files]
        said = "\n".join(block.markdown for block in handout.card.blocks if isinstance(block, Text))
        try:
            # Files would have to be named by components in a message that is made of these.
            await interaction.followup.send(f"**{handout.card.title}**\n{said}", files=files, ephemeral=True)
        except FAILURES as error:
            log.warning("files were not taken", error=str(error))
            return False
        return True

    async def problem(self, interaction: discord.Interaction, error: Exception) -> None:
        """Tell who asked what went wrong, at once or after the acknowledgement; what is unexpected is also logged."""
        card = self.engine.desk.problem(error, workspace_of(interaction))
        await self._show(interaction, self._messages(card), private=True)

    def _messages(self, card: Card) -> tuple[Message, ...]:
        return messages(card, self.links.linked)

    async def _show(self, interaction: discord.Interaction, shown: Sequence[Message], *, private: bool) -> None:
        try:
            for message in shown:
                if interaction.response.is_done() or _ACKNOWLEDGED in interaction.extras:
                    await interaction.followup.send(view=layout(message), ephemeral=private)
                else:
                    await interaction.response.send_message(view=layout(message), ephemeral=private)
        except FAILURES as error:
            # Discord drops private messages when it is started anew: they are never the only record of anything.
            log.warning("an answer could not be shown", error=str(error))


async def _replace(interaction: discord.Interaction, view: discord.ui.LayoutView) -> bool:
    """Put something in the place of the message that was used; False where that is gone, so that it has to be shown."""
    try:
        await interaction.edit_original_response(view=view)
    except FAILURES as error:
        log.info("an answer took no message's place", error=str(error))
        return False
    return True


async def _let_go_of_choice(interaction: discord.Interaction) -> None:
    """Show a private message anew in whose menu something was chosen: else the client does not take the same again.

    A choice that opens a form is let go of when the form is sent: of one that is left, Discord tells nothing, and
    between the two it has no message that could be changed.
    """
    data: Mapping[str, Any] = interaction.data or {}
    is_menu = data.get("component_type") == discord.ComponentType.select.value
    is_form = interaction.type is discord.InteractionType.modal_submit
    if interaction.message is not None and is_own_message(interaction) and (is_menu or is_form):
        view = discord.ui.LayoutView.from_message(interaction.message, timeout=None)
        view.stop()
        await _replace(interaction, view)
