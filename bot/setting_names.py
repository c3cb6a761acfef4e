"""Names of variables that look like settings and are none."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches

#: What other programs and guides call what Askaday reads under another name.
_OTHER_NAMES = {
    "SLACK_TOKEN": "SLACK_BOT_TOKEN",
    "SLACK_API_TOKEN": "SLACK_BOT_TOKEN",
    "SLACK_OAUTH_TOKEN": "SLACK_BOT_TOKEN",
    "SLACK_BOT_USER_OAUTH_TOKEN": "SLACK_BOT_TOKEN",
    "SLACK_APP_LEVEL_TOKEN": "SLACK_APP_TOKEN",
    "SLACK_SOCKET_TOKEN": "SLACK_APP_TOKEN",
    "SLACK_SECRET": "SLACK_SIGNING_SECRET",
    "DISCORD_BOT_TOKEN": "DISCORD_TOKEN",
    "DISCORD_API_TOKEN": "DISCORD_TOKEN",
    "DISCORD_KEY": "DISCORD_TOKEN",
}
_PLATFORMS = ("SLACK_", "DISCORD_")
#: How alike a name has to be that may be another program's.
_VERY_NEAR = 0.85


def unknown_names(given: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """Say of the variables that are given which are no settings, but look like it, a sentence each."""
    # The prefix that they all share would make any two look alike.
    short = {variable.removeprefix("ASKADAY_"): variable for variable in known}
    unknown = sorted(set(given).difference(known))
    ours = [f"{name} is no setting. {_near(name, short)}".rstrip() for name in unknown if name.startswith("ASKADAY_")]
    others = [(name, _meant(name, short)) for name in unknown if name.startswith(_PLATFORMS)]
    taken = {"", *given}
    return (*ours, *(f"{name} is not read. Did you mean {meant}?" for name, meant in others if meant not in taken))


def _near(name: str, short: Mapping[str, str]) -> str:
    close = get_close_matches(name.removeprefix("ASKADAY_"), list(short), n=1)
    return f"Did you mean {short[close[0]]}?" if close else ""


def _meant(name: str, short: Mapping[str, str]) -> str:
    """Give the setting that a name of a chat platform's probably stands for; empty: it may be another program's."""
    close = get_close_matches(name, [one for one in short if one.startswith(_PLATFORMS)], n=1, cutoff=_VERY_NEAR)
    return _OTHER_NAMES.get(name) or (short[close[0]] if close else "")
