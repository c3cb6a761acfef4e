"""Rooms that can be seen: where code of a kind stands, and that Slack and Discord have the same rooms."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("bot", "adapters", "scheduler", "benchmarks")
MOST_MODULES = 20
#: A module for each table, and for each rule of packs, is what a reader looks for there.
UNBOUNDED = {"tables", "rules"}
#: `commands/for_*`: who may ask stands in the name, so that all are read together; `bench_*` is what `make bench` runs.
PREFIXES = {"for", "bench"}

#: Files that only one of Slack and Discord has, by room, each with the platform's reason.
ONLY_SLACK = {
    "connect/calls.py": "every call needs a workspace's own token, and Slack's pace; discord.py keeps Discord's",
    "connect/http_mode.py": "Slack can post what happens; Discord is connected by its gateway",
    "connect/installing.py": "a workspace gets a token of its own by OAuth; Discord's bot has one token",
    "connect/limiter.py": "discord.py keeps Discord's limits itself",
    "connect/members.py": "Slack's events name nobody: people are asked for; Discord's bring their names",
    "connect/refused_blocks.py": "Slack brings new kinds of blocks to workspaces step by step",
    "connect/request_shapes.py": "what is posted over HTTP is checked; a gateway is trusted",
    "connect/signed_requests.py": "what is posted over HTTP is signed",
    "connect/socket_mode.py": "the other way in which Slack is reached",
    "connect/stored_workspaces.py": "installations by OAuth",
    "connect/tokens.py": "Slack's tokens expire",
    "connect/vault.py": "tokens of workspaces are kept encrypted",
    "connect/web_api.py": "Slack is asked over HTTP by Askaday itself; discord.py asks Discord",
    "listen/events.py": "Slack's events are kept before they are acknowledged",
    "listen/forms.py": "Slack sends forms to listeners of their own; in Discord one event brings presses and forms",
    "listen/home.py": "only Slack has a Home tab",
    "listen/late_forms.py": "Slack wants a form's outcome within three seconds; Discord gives fifteen minutes",
    "listen/shortcuts.py": "in Discord the menu of a message has commands like others",
    "operate/figures.py": "tables of data and charts in the preview; Discord has neither",
    "operate/manifest.py": "an app of Slack is described by a manifest",
    "operate/preview_samples.py": "views and the Home tab in the preview",
    "operate/validating.py": "Slack says of blocks whether it takes them, and posts nothing; Discord does not",
    "read/timestamps.py": "Slack's ids of messages are instants",
    "read/unescaping.py": "Slack sends what was typed escaped",
    "render/help_page.py": "a page of its own in Slack; in Discord `/qotd help` is a card",
    "render/home.py": "only Slack has a Home tab",
    "render/inline.py": "Slack's rich text is made of styled runs; Discord takes Markdown",
    "render/refilling.py": "Slack shows a form once more as it was sent; Discord's forms cannot come back",
    "render/rich_text.py": "Slack's rich text",
    "render/shortcuts.py": "Slack's manifest declares what is in the menu of a message",
    "send/files.py": "Slack takes files in three steps; in Discord they are a part of a message",
    "send/private_replies.py": "Slack shows something to one person in three ways; Discord answers the interaction",
    "send/showing.py": "what Slack refuses of new blocks is shown in older ones",
}
ONLY_DISCORD = {
    "connect/client.py": "discord.py's client keeps the connection",
    "connect/places.py": "Discord's channels and threads are objects that have to be found by their ids",
    "connect/servers.py": "who may do what follows from roles and overwrites, which only a shard is told of",
    "connect/sockets.py": "discord.py keeps a connection alive from a thread of its own",
    "listen/catching_up.py": "what was missed is read back by Askaday; Slack sends its events again",
    "listen/setting_up.py": "set-up goes by steps in Discord, whose forms have five fields",
    "listen/tree.py": "discord.py finds commands in a tree",
    "operate/preview_markdown.py": "the preview draws Discord's Markdown; Slack's blocks need none",
    "read/members.py": "each interaction brings its member",
    "read/zones.py": "Discord tells no time zones, but the language of who acts",
    "render/command_options.py": "only Discord has typed options of commands",
    "render/command_tree.py": "Discord's commands are registered; Slack's stand in its manifest",
    "render/links.py": "only Discord makes a command that a text names pressable",
}


def folders() -> Iterator[Path]:
    for top in CODE:
        yield from (path for path in (ROOT / top, *(ROOT / top).rglob("*")) if path.is_dir())


def modules(folder: Path) -> list[str]:
    return [path.stem for path in folder.glob("*.py") if path.stem != "__init__"]


def rooms(platform: str) -> set[str]:
    top = ROOT / "adapters" / platform
    return {str(path.relative_to(top)) for path in top.rglob("*.py") if path.parent != top}


def test_a_folder_can_be_seen_at_a_glance() -> None:
    full = {
        str(folder.relative_to(ROOT)): count
        for folder in folders()
        if folder.name not in UNBOUNDED and (count := len(modules(folder))) > MOST_MODULES
    }

    assert full == {}


def test_what_shares_a_prefix_has_a_folder() -> None:
    shared = [
        f"{folder.relative_to(ROOT)}/{prefix}_*"
        for folder in folders()
        for prefix, count in Counter(name.split("_")[0] for name in modules(folder) if "_" in name).items()
        if count > 2 and prefix not in PREFIXES
    ]

    assert shared == []


def test_slack_and_discord_have_the_same_rooms_and_say_what_only_one_has() -> None:
    slack, discord = rooms("slack"), rooms("discord")

    assert slack - discord == set(ONLY_SLACK)
    assert discord - slack == set(ONLY_DISCORD)
    assert {Path(name).parent for name in slack} == {Path(name).parent for name in discord}
