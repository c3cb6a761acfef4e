"""Whether what stands where a token should is one of that kind, as far as its form tells."""

import re
from collections.abc import Sequence
from itertools import filterfalse

from bot.errors import SettingProblem

#: What tokens begin with: https://docs.slack.dev/authentication/tokens
TOKEN_PREFIXES = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}
#: What else Slack gives out, and people paste.
_OTHER_TOKENS = {
    "xoxb-": "SLACK_BOT_TOKEN",
    "xapp-": "SLACK_APP_TOKEN",
    "xoxp-": "a person's token",
    "xoxe.": "a token for configuring apps",
    "xoxe-": "a token for renewing others",
    "xoxc-": "a browser's token",
    "xwfp-": "a workflow's token",
}
_ELSEWHERE = "this is SLACK_"
_QUOTED = (re.compile(r"[\"'].*"), "the token with quotation marks around it")
#: What of other kinds stands where a token of Slack's should.
_SLACK_OTHERS = (
    _QUOTED,
    (re.compile(r"[0-9a-f]{32}"), "a secret of the app's"),
    (re.compile(r"[\w-]{18,}\.[\w-]+\.[\w-]+"), "DISCORD_TOKEN"),
)
#: A bot's id, a time and a signature: https://docs.discord.com/developers/reference#authentication
_DISCORD_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_PARTS = "a token has three parts with dots between them; it is under Bot, Reset Token"
#: What else stands on the pages where Discord shows a token; a token has dots in it.
_DISCORD_OTHERS = (
    _QUOTED,
    (re.compile(r"\d{17,20}"), "the application's id"),
    (re.compile(r"[0-9a-f]{64}"), "the application's public key"),
    (re.compile(r"[\w-]{32}"), "the client's secret"),
)


def slack_token_problem(field: str, text: str) -> str:
    """Say what is wrong with a token of Slack's; empty: it begins as it should, and goes on."""
    prefix = TOKEN_PREFIXES[field]
    if text.startswith(prefix):
        return "" if text != prefix else f"nothing stands behind {prefix}"
    other = next((kind for begins, kind in _OTHER_TOKENS.items() if text.startswith(begins)), "")
    other = other or next((kind for form, kind in _SLACK_OTHERS if form.fullmatch(text)), "")
    return f"this is {other}; the one for here begins with {prefix}" if other else f"it begins with {prefix}"


def discord_token_problem(text: str) -> str:
    """Say that something else stands where Discord's token should; empty: it may be one.

    Nothing but a dot is asked of it: settings that an older version read still are read, and Discord judges it.
    """
    other = next((kind for form, kind in _DISCORD_OTHERS if form.fullmatch(text)), "")
    if text.startswith(tuple(_OTHER_TOKENS)):
        other = "a token of Slack's"
    if other:
        return f"this is {other}; the token is under Bot, Reset Token"
    return "" if "." in text else _PARTS


def cut_off(text: str) -> str:
    """Say that a part is missing of a token of Discord's that somebody has just pasted; empty: it is whole."""
    return "" if _DISCORD_TOKEN.fullmatch(text) else _PARTS


def without_swapped(problems: Sequence[SettingProblem]) -> list[SettingProblem]:
    """Say once, and not twice, that the two tokens of Slack stand in each other's place."""
    found = [problem for problem in problems if problem.reason.startswith(_ELSEWHERE)]
    if len(found) < len(TOKEN_PREFIXES):
        return list(problems)
    reason = "it and SLACK_APP_TOKEN are swapped: this one begins with xoxb-, the other with xapp-"
    once = SettingProblem("SLACK_BOT_TOKEN", "the other one", reason, "")
    return [once, *filterfalse(found.__contains__, problems)]
