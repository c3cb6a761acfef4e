"""Serves a server of Discord's to try an app by hand: prints its address and token, and whatever the app posts."""

import asyncio
import json
from threading import Thread

import typer

from tests.servers.fake_discord import Asked, FakeDiscord, ImpossibleError
from tests.servers.fake_discord.records import ANNOUNCEMENT, FORUM, Channel, User

#: Requests whose content is shown, not only their name.
_POSTS = ("POST ", "PATCH ")


def show(asked: Asked) -> None:
    """Print one request: what was posted in full, of the others the name."""
    typer.echo(f"{asked.route} {asked.status}")
    if asked.route.startswith(_POSTS) and asked.body:
        typer.echo(json.dumps(asked.body, indent=2, ensure_ascii=False))


async def obey(fake: FakeDiscord, people: dict[str, User], text: Channel, line: str) -> None:
    """Do what a line says: `ann: words` speaks in #general, `ann: /qotd help` calls a command there."""
    name, _, said = (part.strip() for part in line.partition(":"))
    if name not in people or not said:
        typer.echo(f"Type a name of {', '.join(people)}, a colon, and words or a /command.")
    elif said.startswith("/"):
        try:
            outcome = await fake.command(people[name], text, said[1:])
        except (ImpossibleError, LookupError) as error:
            typer.echo(str(error))
        else:
            typer.echo(f"answered after {outcome.elapsed:.3f} s" if outcome.answered else "no answer within 3 s")
    else:
        try:
            fake.say(people[name], text, said)
        except ImpossibleError as error:
            typer.echo(str(error))


def read(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str]) -> None:
    """Hand over what is typed, line by line, until the input ends."""
    for line in typer.get_text_stream("stdin"):
        loop.call_soon_threadsafe(lines.put_nowait, line.strip())


async def serve(port: int) -> None:
    """Serve until interrupted."""
    async with FakeDiscord(port=port) as fake:
        ann, bob = fake.add_user("ann"), fake.add_user("bob")
        guild = fake.add_guild("Rockets", ann, bob)
        text = fake.add_channel(guild, "general")
        fake.add_channel(guild, "news", ANNOUNCEMENT)
        fake.add_channel(guild, "questions", FORUM)
        app = fake.add_app()
        fake.invite(app, guild)
        fake.transcript.watchers.append(show)
        typer.echo(f"address: {fake.address}\ntoken:   {app.token}\nchannel: {text.id} (#general); ann owns Rockets")
        lines: asyncio.Queue[str] = asyncio.Queue()
        Thread(target=read, args=(asyncio.get_running_loop(), lines), daemon=True).start()
        while True:
            await obey(fake, {"ann": ann, "bob": bob}, text, await lines.get())


def main(port: int = 0) -> None:
    """Serve a fake Discord on a port; 0 takes a free one."""
    try:
        asyncio.run(serve(port))
    except KeyboardInterrupt:
        typer.echo("")


if __name__ == "__main__":
    typer.run(main)
