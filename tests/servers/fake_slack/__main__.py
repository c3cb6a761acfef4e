"""Serves a workspace to try an app by hand: prints its addresses and tokens, and whatever the app posts."""

import asyncio
import json
from threading import Thread

import typer

from tests.servers.fake_slack import Asked, FakeSlack

POSTS = frozenset(
    {"chat.postMessage", "chat.postEphemeral", "chat.update", "views.open", "views.publish", "views.push"}
)


def show(asked: Asked) -> None:
    """Print one call: what was posted in full, of the others the name."""
    typer.echo(f"{asked.at:%H:%M:%S} {asked.method} {asked.error or 'ok'}")
    if asked.method in POSTS | {"response_url"}:
        typer.echo(json.dumps(asked.arguments, indent=2, ensure_ascii=False))


async def obey(slack: FakeSlack, ids: dict[str, str], line: str) -> None:
    """Do what a line says: `ann: text` speaks in #general, `ann: /qotd help` calls a command there."""
    name, _, text = line.partition(":")
    if name not in ids or not text.strip():
        typer.echo(f"Type a name of {', '.join(ids)}, a colon, and a text or a /command.")
    elif text.strip().startswith("/"):
        command, _, rest = text.strip().partition(" ")
        outcome = await slack.command(ids[name], ids["#general"], command, rest)
        typer.echo(f"acknowledged after {outcome.elapsed:.3f} s" if outcome.acknowledged else f"{outcome.error}")
    else:
        await slack.say(ids[name], ids["#general"], text.strip())


def read(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str]) -> None:
    """Hand over what is typed, line by line, until the input ends."""
    for line in typer.get_text_stream("stdin"):
        loop.call_soon_threadsafe(lines.put_nowait, line.strip())


async def serve(port: int) -> None:
    """Serve until the process is interrupted."""
    async with FakeSlack(port=port) as slack:
        acme = slack.add_workspace("acme", people=("ann", "bob", "cid"), channels=("general",))
        people = {name: acme.user(name) for name in ("ann", "bob", "cid")}
        typer.echo(f"Web API          {slack.base_url}")
        typer.echo(f"SLACK_BOT_TOKEN  {acme.bot_token}")
        typer.echo(f"SLACK_APP_TOKEN  {slack.app.app_token}")
        typer.echo(f"#general         {acme.channel('general')}")
        typer.echo(f"people           {people}")
        slack.transcript.watchers.append(show)
        ids = people | {"#general": acme.channel("general")}
        lines: asyncio.Queue[str] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        # A daemon: a thread that waits for input would keep the interrupted program from ending.
        Thread(target=read, args=(loop, lines), daemon=True).start()
        while True:
            await obey(slack, ids, await lines.get())


def main(port: int = typer.Option(0, help="The port to listen on; 0 takes a free one.")) -> None:
    """Serve a fake Slack workspace with three people in #general."""
    try:
        asyncio.run(serve(port))
    except KeyboardInterrupt:
        typer.echo("Ended.")


if __name__ == "__main__":
    typer.run(main)
