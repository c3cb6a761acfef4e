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
    "SHARDS": "ASKADAY_DISCORD_SHARDS",
    "SHARD_COUNT": "ASKADAY_DISCORD_SHARDS",
    "DATABASE_URL": "ASKADAY_DATABASE",
}
#: What each series has of its own, by names that people give it here; how it is set.
_OF_A_SERIES = {
    "TIMEZONE": "zone",
    "TIME_ZONE": "zone",
    "ZONE": "zone",
    "CHANNEL": "channel",
    "CHANNEL_ID": "channel",
    "GRADER": "grader",
    "HOLIDAYS": "holidays",
}
_PREFIX = "ASKADAY_"
_PLATFORMS = ("SLACK_", "DISCORD_")
#: How alike a name has to be that may be another program's.
_VERY_NEAR = 0.85


def unknown_names(around: Collection[str], in_file: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """Say of the variables that are given which are no settings, but look like it, a sentence each.

    Args:
        around: names of the environment, most of which are other programs'.
        in_file: names of Askaday's own file, all of which are meant for it.
        known: names of the settings.
    """
    # The prefix that they all share would make any two look alike.
    short = {variable.removeprefix(_PREFIX): variable for variable in known}
    given = {*around, *in_file}
    said = (_said(name, short, given, is_own=name in in_file) for name in sorted(given.difference(known)))
    return tuple(filter(None, said))


def _said(name: str, short: Mapping[str, str], given: Collection[str], *, is_own: bool) -> str:
    bare = name.removeprefix(_PREFIX)
    if key := _key_of_series(bare, is_own=is_own):
        return f"{name} is not read: each series has its own. Write `/qotd setup {key}=…`."
    if name.startswith(_PREFIX):
        return f"{name} is no setting. {_near(bare, short)}".rstrip()
    meant = _OTHER_NAMES.get(name) or _meant(name, short, is_own=is_own)
    return "" if meant in ("", *given) else f"{name} is not read. Did you mean {meant}?"


def _key_of_series(bare: str, *, is_own: bool) -> str:
    # Around Askaday a platform's channel may be another program's.
    for prefix in ("", *_PLATFORMS) if is_own else ("",):
        if bare.startswith(prefix) and (key := _OF_A_SERIES.get(bare.removeprefix(prefix))):
            return key
    return ""


def _near(bare: str, short: Mapping[str, str]) -> str:
    close = get_close_matches(bare, list(short), n=1)
    return f"Did you mean {short[close[0]]}?" if close else ""


def _meant(name: str, short: Mapping[str, str], *, is_own: bool) -> str:
    """Give the setting that a name without the prefix probably stands for; empty: it may be another program's."""
    possible = [one for one in short if is_own or one.startswith(_PLATFORMS)]
    if not is_own and not name.startswith(_PLATFORMS):
        # Under a name of one word, such as PACKS, anything may stand there.
        return short[name] if name in short and "_" in name else ""
    close = get_close_matches(name, possible, n=1, cutoff=_VERY_NEAR)
    parts = [one for one in possible if one.startswith(f"{name}_") or (is_own and one.endswith(f"_{name}"))]
    found = close or (parts if len(parts) == 1 else [])
    return short[found[0]] if found else ""
