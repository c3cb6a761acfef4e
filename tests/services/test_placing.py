"""Which channel is meant, in all the ways in which platforms and people write one."""

import pytest

from bot.services.placing import channel_said


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("<#C123|general>", "C123"),
        ("<#C123|>", "C123"),
        ("<#9>", "9"),
        ("#general", "general"),
        (" C1 ", "C1"),
        ("# general", "general"),
        ("\uff03general", "general"),
        ("<https://x.slack.com/archives/C123/p1700000000000100>", "C123"),
        ("https://app.slack.com/client/T1/C123", "C123"),
        ("https://discord.com/channels/1/290926798626357999", "290926798626357999"),
        ("<https://ptb.discord.com/channels/1/290926798626357999/3>", "290926798626357999"),
    ],
)
def test_channel_that_is_meant(written: str, meant: str) -> None:
    assert channel_said(written) == meant
