"""Commands, autocompletion, buttons and forms through real discord.py, with Discord's deadlines."""

import asyncio

import discord
import pytest
from discord import app_commands

from tests.servers.discord_stage import Listener, staged
from tests.servers.fake_discord import Rules
from tests.servers.fake_discord.refusals import RefusedError


class Form(discord.ui.Modal, title="Your answer"):
    """A form with one field."""

    words: discord.ui.TextInput["Form"] = discord.ui.TextInput(label="Answer", custom_id="answer")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what was written."""
        await interaction.response.send_message(f"Got: {self.words.value}", ephemeral=True)


class Buttons(discord.ui.View):
    """A view that outlives its client."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Answer", custom_id="form")
    async def form(self, interaction: discord.Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        """Open the form."""
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="Change", custom_id="change")
    async def change(self, interaction: discord.Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        """Change the message."""
        await interaction.response.edit_message(content="Changed")


class Bot(Listener):
    """A bot with commands."""

    async def setup_hook(self) -> None:
        """Register everything."""
        #: Set once the time for an answer is over.
        self.over = asyncio.Event()
        self.add_view(Buttons())

        @self.tree.command(description="Ask")
        async def ask(interaction: discord.Interaction, topic: str) -> None:
            await interaction.response.send_message(f"About {topic}", ephemeral=True)

        @ask.autocomplete("topic")
        async def topics(_interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            known = ["compute", "storage", "security"]
            return [app_commands.Choice(name=one, value=one) for one in known if one.startswith(typed)]

        @self.tree.command(description="Wait")
        async def slow(interaction: discord.Interaction) -> None:
            await interaction.response.defer(ephemeral=True)
            try:
                await interaction.followup.send("Done")
            except discord.HTTPException as error:
                self.heard.append(("refused", error.code))

        @self.tree.command(description="Too late")
        async def late(interaction: discord.Interaction) -> None:
            await self.over.wait()
            try:
                await interaction.response.send_message("Late")
            except discord.NotFound as error:
                self.heard.append(("late", error.code))

        @self.tree.command(description="Buttons")
        async def buttons(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Press", view=Buttons())

        await self.tree.sync()


async def test_command_answers_who_asked_alone() -> None:
    async with staged(listener=Bot()) as stage:
        outcome = await stage.server.command(stage.guest, stage.text, "ask", {"topic": "storage"})

        shown = [one.content for one in stage.server.private(stage.text, stage.guest)]
        public = stage.server.messages(stage.text)
    assert (outcome.message.content, shown, public) == ("About storage", ["About storage"], [])


async def test_option_is_completed() -> None:
    async with staged(listener=Bot()) as stage:
        outcome = await stage.server.complete(stage.guest, stage.text, "ask", "topic", "s")

    assert outcome.choices == ["storage", "security"]


async def test_deferred_answer_takes_its_place_later() -> None:
    async with staged(listener=Bot()) as stage:
        outcome = await stage.server.command(stage.guest, stage.text, "slow")
        await stage.until(lambda: outcome.message.content)

        shown = [(one.content, one.flags) for one in stage.server.private(stage.text, stage.guest)]
    assert shown == [("Done", 64)]


async def test_answer_after_the_deadline_is_refused() -> None:
    bot = Bot()
    async with staged(Rules(interaction_deadline=0.2), listener=bot) as stage:
        outcome = await stage.server.command(stage.guest, stage.text, "late")
        bot.over.set()
        await stage.until(lambda: stage.client.heard)

    assert (outcome.answered, stage.client.heard) == (False, [("late", 10062)])


async def test_button_opens_a_form_that_is_sent() -> None:
    async with staged(listener=Bot()) as stage:
        card = await stage.server.command(stage.owner, stage.text, "buttons")
        opened = await stage.server.press(stage.guest, card.message, "Answer")

        sent = await stage.server.submit(stage.guest, opened, {"answer": "Objects"})

    assert (opened.modal["title"], sent.message.content) == ("Your answer", "Got: Objects")


async def test_button_changes_its_message() -> None:
    async with staged(listener=Bot()) as stage:
        card = await stage.server.command(stage.owner, stage.text, "buttons")

        await stage.server.press(stage.guest, card.message, "Change")

        assert [one.content for one in stage.server.messages(stage.text)] == ["Changed"]


async def test_token_is_of_no_use_after_its_time() -> None:
    async with staged(Rules(token_life=0), listener=Bot()) as stage:
        outcome = await stage.server.command(stage.guest, stage.text, "slow")
        await stage.until(lambda: stage.client.heard)

        assert (stage.client.heard, outcome.message.content) == ([("refused", 50027)], "")


async def test_command_nobody_registered_is_not_there() -> None:
    async with staged(listener=Bot()) as stage:
        with pytest.raises(LookupError, match="no command 'qotd'"):
            await stage.server.command(stage.guest, stage.text, "qotd")


async def test_commands_keep_their_ids_when_synced_again() -> None:
    async with staged(listener=Bot()) as stage:
        before = [(one["name"], one["id"]) for one in stage.app.commands[None]]

        await stage.client.tree.sync()

        after = [(one["name"], one["id"]) for one in stage.app.commands[None]]
    assert after == before


async def test_second_acknowledgement_is_refused() -> None:
    async with staged(listener=Bot()) as stage:
        outcome = await stage.server.command(stage.guest, stage.text, "ask", {"topic": "compute"})
        used = outcome.interaction

        with pytest.raises(discord.HTTPException) as refused:
            await stage.client.http.request(
                discord.http.Route("POST", "/interactions/{id}/{token}/callback", id=used.id, token=used.token),
                json={"type": 4, "data": {"content": "Again"}},
            )

    assert refused.value.code == 40060


async def test_message_outside_of_everything_is_unknown() -> None:
    async with staged(listener=Bot()) as stage:
        with pytest.raises(RefusedError, match="Unknown message"):
            stage.server.backend.state.message(stage.text.id, "1")
