"""What buttons are about, as posted cards name it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.members import platform_of
from bot.domain.target import Target

KINDS = st.sampled_from(["round", "drill", "series", "draft"])


@given(KINDS, st.integers(min_value=0), st.integers(min_value=1))
def test_a_target_is_read_as_it_is_written(kind: str, number: int, page: int) -> None:
    assert Target.read(str(Target(kind, number, page))) == Target(kind, number, page)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("round:7", Target("round", 7)),
        ("channel:C024BE91L", Target("channel", "C024BE91L")),
        ("round:a:b", Target("round", "a:b")),
        ("round:7/2", Target("round", 7, 2)),
        ("series:7/2/two words/and a sign", Target("series", 7, 2, "two words/and a sign")),
        ("series:7/1/words", Target("series", 7, 1, "words")),
        ("round:7/1", Target("round", "7/1")),
        ("round:7/", Target("round", "7/")),
        ("channel:a/2", Target("channel", "a/2")),
        ("new", Target("new", "")),
        ("", Target("", "")),
    ],
)
def test_what_posted_buttons_carry_is_read(text: str, read: Target) -> None:
    assert Target.read(text) == read


def test_only_numbers_are_numbers() -> None:
    assert [Target.read(text).number for text in ("series:7", "series:", "series:-1", "series:x")] == [
        7,
        None,
        None,
        None,
    ]


def test_only_a_channel_is_a_channel() -> None:
    assert [Target.read(text).channel for text in ("channel:C1", "channel:290926", "series:7")] == ["C1", "290926", ""]


@pytest.mark.parametrize(
    ("workspace", "platform"),
    [("slack:T024BE7LD", "slack"), ("discord:@8035", "discord"), ("console:local", "console")],
)
def test_a_workspace_names_its_platform(workspace: str, platform: str) -> None:
    assert platform_of(workspace) == platform
