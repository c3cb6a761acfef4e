"""Two servers at once, each with a text, an announcement and a forum channel: nothing crosses between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.members import Actor
from bot.ports.store import Transaction
from tests.servers.fake_discord import Outcome
from tests.servers.fake_discord.records import ANNOUNCEMENT, FORUM, TEXT, Channel, Guild
from tests.worlds.builders import settings
from tests.worlds.discord import DiscordWorld, discord_world, shown
from tests.worlds.titles import CLOSED, QUESTION, REVEALED

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
KINDS = {"text": TEXT, "news": ANNOUNCEMENT, "forum": FORUM}
GOOD, OTHER = "It stores turquoise lanterns.", "Elephants guard marble gates."


@dataclass
class Place:
    """A channel with a series of its own."""

    world: DiscordWorld
    guild: Guild
    name: str
    channel: Channel

    @property
    def thread(self) -> Channel:
        [thread] = self.world.discord.state.guilds[self.guild.id].threads_of(self.channel.id)
        return thread

    def titles(self, place: Channel) -> list[str]:
        """Give the first line of each message of the bot, without a link."""
        found = self.world.discord.messages(place, by=self.world.bot.user)
        lines = [shown(one).partition("\n")[0].removeprefix("## ") for one in found if one.components]
        return [line.partition(" · [")[0] for line in lines]

    def answer(self, own: str) -> None:
        """Let three people answer: one twice, one with a second thought, one who takes the first message back."""
        ana, bo, cy = (self.world.people[name] for name in ("ana", "bo", "cy"))
        say, thread = self.world.discord.say, self.thread
        say(ana, thread, GOOD)
        say(ana, thread, own)
        wrong = say(bo, thread, "Drums")
        gone = say(cy, thread, "Tigers")
        say(cy, thread, "", file="photo.png")
        self.world.discord.edit(wrong, f"{OTHER} {own}")
        self.world.discord.delete(gone)


def frozen(tx: Transaction, place: Place) -> list[tuple[str, str]]:
    """Give (name, text) of each answer of the place's only round, as it was when that closed."""
    names = {person.id: name for name, person in place.world.people.items()}
    [series] = [one for one in tx.series.of_workspace(f"discord:{place.guild.id}") if one.channel == place.channel.id]
    [played] = tx.rounds.of_series(series.id)
    return [(names[answer.member], answer.text) for answer in tx.answers.frozen(played.id)]


def kept(tx: Transaction, guilds: Sequence[Guild]) -> int:
    """Say how many revisions of open rounds are kept."""
    workspaces = [f"discord:{guild.id}" for guild in guilds]
    played = [one for workspace in workspaces for one in tx.rounds.open_in(workspace)]
    return sum(len(tx.answers.revisions(one.workspace, one.channel, one.thread or "")) for one in played)


async def two_guilds(world: DiscordWorld) -> list[Place]:
    """Invite the bot into a second server, and set a series up in three channels of each."""
    second = world.discord.add_guild("Comets", *world.people.values())
    world.discord.invite(world.bot, second)
    boss = world.people["boss"].id
    places = []
    for guild in (world.guild, second):
        admin = Actor(f"discord:{guild.id}", boss, "Boss", is_admin=True)
        for name, kind in KINDS.items():
            channel = world.discord.add_channel(guild, name, kind)
            chosen = settings(managers=frozenset({boss}))
            await world.app.call(world.app.services.managing.set_up, admin, name, channel.id, chosen)
            places.append(Place(world, guild, name, channel))
    return places


async def said(world: DiscordWorld, outcome: Outcome) -> str:
    await world.until(lambda: shown(outcome.message))
    return shown(outcome.message)


async def test_rounds_in_two_servers_do_not_touch_each_other() -> None:
    async with discord_world() as world:
        places = await two_guilds(world)
        guilds = [world.guild, places[-1].guild]
        await world.at(NINE)
        before = [place.thread.name for place in places]
        for number, place in enumerate(places):
            place.answer(f"Answer number {number}.")
        await world.kept(lambda tx: kept(tx, guilds), lambda found: found == 7 * len(places))

        await world.at(FIVE)

        answers = [await world.app.call(frozen, place) for place in places]
        in_channels = {place.name: place.titles(place.channel) for place in places}
        in_threads = {place.name: place.titles(place.thread) for place in places}
        shown_answers = ["\n".join(shown(one) for one in world.discord.messages(place.thread)) for place in places]
        boards = [
            await said(world, await world.discord.command(world.people["ana"], place.channel, "qotd leaderboard"))
            for place in places
            if place.name == "text"
        ]
    assert before == [QUESTION] * len(places)
    assert answers == [
        [("ana", f"{GOOD}\nAnswer number {number}."), ("bo", f"{OTHER} Answer number {number}."), ("cy", "")]
        for number in range(len(places))
    ]
    news = "Revealed: **Storage · associate** · 2 answers"
    assert in_channels == {
        "text": [CLOSED, news],
        "news": [CLOSED, news],
        "forum": [],
    }
    assert in_threads == {"text": REVEALED, "news": REVEALED, "forum": [CLOSED, *REVEALED, news]}
    others = [
        f"Answer number {number}"
        for place, text in enumerate(shown_answers)
        for number in range(len(places))
        if place != number and f"Answer number {number}" in text
    ]
    assert others == []
    assert len(boards) == 2
    assert boards[0] == boards[1]


async def test_removal_from_one_server_leaves_the_other_alone() -> None:
    async with discord_world() as world:
        places = await two_guilds(world)
        first, second = (f"discord:{guild.id}" for guild in (world.guild, places[-1].guild))
        await world.at(NINE)

        world.discord.kick(world.bot, world.guild)
        await world.kept(lambda tx: list(tx.series.of_workspace(first)), lambda found: found == [])
        await world.at(FIVE)

        left = await world.app.call(lambda tx: [one.name for one in tx.series.of_workspace(second)])
        closed = [place.thread.name for place in places[len(KINDS) :]]
    assert sorted(left) == sorted(KINDS)
    assert closed == [CLOSED] * len(KINDS)
