"""What divides a text is found, and not looked for where it cannot be."""

from hypothesis import given
from hypothesis import strategies as st

from bot.packs.outline import faults, outline

_PIECES = (
    "#",
    "# a",
    "a",
    "===",
    "=",
    "```",
    "~~~",
    "``",
    "`",
    "~",
    "> ",
    "- ",
    "1. ",
    " ",
    "   ",
    "\t",
    "\n",
    "\\",
    "b c",
)


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_what_divides_is_found_whatever_stands_around_it(text: str) -> None:
    found = outline(text)
    lines = [*(heading.start for heading in found.headings), *found.open_fences]
    assert [line for line, _ in faults(text)] == lines
