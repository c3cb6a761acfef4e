"""What a message in a question's thread is."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.answers import SEALED, Happening, Revision, assemble
from bot.domain.talk import Said, kind_of

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
CUTOFF = NINE + timedelta(hours=8)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Because the data is kept three times.", Said.ANSWER),
        ("Multi-AZ", Said.ANSWER),
        ("// what is HA?", Said.TALK),
        ("  //no space", Said.TALK),
        ("https://aws.amazon.com says so", Said.ANSWER),
        ("a // b", Said.ANSWER),
        ("/ one slash", Said.ANSWER),
        ("", Said.WORDLESS),
        ("🎉 !?", Said.WORDLESS),
        (":tada: :wave::skin-tone-2: <:party:41771983429993937> <a:spin:41771983429993938>", Said.WORDLESS),
        (":tada: Multi-AZ", Said.ANSWER),
        ("at 10:30:45", Said.ANSWER),
        ("what does HA mean?", Said.ASKING),
        ("one two three four five six?", Said.ASKING),
        ("one two three four five six seven?", Said.ANSWER),
        ("\u4ec0\u4e48\u662fHA\N{FULLWIDTH QUESTION MARK}", Said.ASKING),
        ("Use Multi-AZ. Right?", Said.ANSWER),
        ("Multi-AZ, right?", Said.ANSWER),
        ("A cache\nwould that do?", Said.ANSWER),
        ("What does HA mean? Multi-AZ!", Said.ANSWER),
    ],
)
def test_kind_of(text: str, said: Said) -> None:
    assert kind_of(text) is said


def at(minute: int, text: str, happening: Happening = Happening.POSTED, message: str = "1") -> Revision:
    posted = NINE if message == "1" else NINE + timedelta(minutes=int(message))
    return Revision(message, happening, NINE + timedelta(minutes=minute), posted, "ana", text)


EDITED = Happening.EDITED


@pytest.mark.parametrize(
    ("revisions", "text"),
    [
        ([at(0, "// who else is here?")], None),
        ([at(0, "what does HA mean?")], None),
        ([at(0, "an answer"), at(1, "// an answer", EDITED)], None),
        ([at(0, "an answer"), at(1, "// an answer", EDITED), at(2, "a better one", EDITED)], "a better one"),
        ([at(0, "// talk"), at(1, "an answer", EDITED)], "an answer"),
        ([at(0, "what is HA?"), at(1, "what is HA? It is redundancy", EDITED)], "what is HA? It is redundancy"),
        ([at(0, "an answer"), at(1, "// talk", message="2"), at(2, "and more", message="3")], "an answer\nand more"),
        ([at(0, "🎉")], "🎉"),
    ],
)
def test_answer_follows_the_text_of_its_messages(revisions: list[Revision], text: str | None) -> None:
    for order in (revisions, revisions[::-1]):
        assert [one.text for one in assemble(order, CUTOFF)] == ([text] if text is not None else [])


def test_private_form_is_an_answer_whatever_it_says() -> None:
    form = Revision(f"{SEALED}ana", Happening.POSTED, NINE, NINE, "ana", "// S3?")

    assert [one.text for one in assemble([form], CUTOFF)] == ["// S3?"]


def test_what_is_only_known_as_it_was_edited_after_the_close_is_kept() -> None:
    late = Revision("1", EDITED, CUTOFF + timedelta(minutes=1), NINE, "ana", "// never mind")

    [answer] = assemble([late], CUTOFF)

    assert (answer.text, answer.in_time) == ("// never mind", "")
