"""Tokens that somebody pastes: what is whole is taken, and of what is cut off it is said."""

import base64
import random
import string

import pytest

from bot.config.settings import read_settings, token_problem

#: As Discord's own documents show one: https://docs.discord.com/developers/reference#authentication
SHOWN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
URL_SAFE = f"{string.ascii_letters}{string.digits}-_"
PARTS = "a token has three parts with dots between them; it is under Bot, Reset Token"


def made_like_discords(seed: int) -> str:
    """Give a token as Discord makes them: a bot's id, a time and a signature, in base64url without its padding."""
    rng = random.Random(seed)
    bot = base64.urlsafe_b64encode(str(rng.randrange(10**16, 10**19)).encode()).decode().rstrip("=")
    time, signature = ("".join(rng.choices(URL_SAFE, k=length)) for length in (6, rng.choice((27, 38))))
    return f"{bot}.{time}.{signature}"


def test_tokens_as_discord_makes_them_are_taken() -> None:
    tokens = [SHOWN, *map(made_like_discords, range(500))]

    assert [token for token in tokens if token_problem("DISCORD_TOKEN", token)] == []


@pytest.mark.parametrize(
    ("variable", "typed", "problem"),
    [
        ("DISCORD_TOKEN", "abc", PARTS),
        ("DISCORD_TOKEN", SHOWN.rpartition(".")[0], PARTS),
        ("DISCORD_TOKEN", f"{SHOWN}.", PARTS),
        ("DISCORD_TOKEN", f"{SHOWN}…", "a key has letters, digits and signs of ASCII alone, without spaces"),
        ("SLACK_BOT_TOKEN", "abc", "it begins with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-", "nothing stands behind xoxb-"),
        ("SLACK_APP_TOKEN", "xapp-", "nothing stands behind xapp-"),
    ],
)
def test_what_is_cut_off_is_not_taken(variable: str, typed: str, problem: str) -> None:
    assert token_problem(variable, typed) == problem


def test_settings_that_were_read_before_still_are(monkeypatch: pytest.MonkeyPatch) -> None:
    # Discord judges it, and says so; settings written before there was a rule are not refused by it.
    monkeypatch.setenv("DISCORD_TOKEN", "1579407114240000008.token")

    assert read_settings().discord_token is not None
