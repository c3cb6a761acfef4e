import itertools
import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers import CHOSEN, SEALED, Answer, Happening, Revision, assemble, taking_part
from bot.domain.judging.options import Choosing, Pick
from bot.domain.question import Choice
from bot.domain.talk import has_words
from tests.worlds.builders import question

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
CUTOFF = NINE + timedelta(hours=8)


def minute(number: int) -> datetime:
    return NINE + timedelta(minutes=number)


def posted(message: str, member: str, text: str, at: datetime) -> Revision:
    return Revision(message, Happening.POSTED, at, at, member, text)


def edited(message: str, member: str, text: str, at: datetime, posted_at: datetime) -> Revision:
    return Revision(message, Happening.EDITED, at, posted_at, member, text)


def deleted(message: str, at: datetime) -> Revision:
    return Revision(message, Happening.DELETED, at, at, None, "")


def test_assemble_of_nothing() -> None:
    assert assemble([], CUTOFF) == ()


def test_assemble_joins_messages_of_a_member_in_the_platforms_order() -> None:
    revisions = [
        posted("12", "ana", "second", minute(3)),
        posted("11", "bo", "hello", minute(2)),
        posted("9", "ana", "first", minute(1)),
    ]

    assert assemble(revisions, CUTOFF) == (
        Answer("ana", "first\nsecond", ("9", "12"), minute(1), minute(3)),
        Answer("bo", "hello", ("11",), minute(2), minute(2)),
    )


def test_assemble_orders_messages_of_one_instant_by_their_id() -> None:
    revisions = [posted("10", "ana", "second", minute(1)), posted("9", "ana", "first", minute(1))]

    assert assemble(revisions, CUTOFF) == (Answer("ana", "first\nsecond", ("9", "10"), minute(1), minute(1)),)


def test_assemble_takes_the_last_edit_before_the_cutoff() -> None:
    revisions = [
        edited("1", "ana", "too late", CUTOFF, minute(1)),
        edited("1", "ana", "better", minute(20), minute(1)),
        edited("1", "ana", "good", minute(10), minute(1)),
        posted("1", "ana", "draft", minute(1)),
    ]

    assert assemble(revisions, CUTOFF) == (Answer("ana", "better", ("1",), minute(1), minute(20)),)


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (posted("2", "ana", "late", CUTOFF), ("on time",)),
        (posted("2", "ana", "late", CUTOFF - timedelta(microseconds=1)), ("on time\nlate",)),
        (deleted("1", CUTOFF), ("on time",)),
        (deleted("1", minute(5)), ()),
        # A deletion that is known before its message, and one of a message nobody knows.
        (deleted("1", minute(0)), ()),
        (deleted("77", minute(5)), ("on time",)),
    ],
)
def test_assemble_at_the_cutoff(late: Revision, expected: tuple[str, ...]) -> None:
    answers = assemble([posted("1", "ana", "on time", minute(1)), late], CUTOFF)

    assert tuple(answer.text for answer in answers) == expected


def test_assemble_of_a_sealed_answer_and_a_message_without_text() -> None:
    revisions = [posted(SEALED + "ana", "ana", "private", minute(1)), posted("1", "bo", "", minute(2))]

    assert assemble(revisions, CUTOFF) == (
        Answer("ana", "private", ("sealed:ana",), minute(1), minute(1)),
        Answer("bo", "", ("1",), minute(2), minute(2)),
    )


histories = st.lists(
    st.one_of(
        st.builds(
            lambda message, member, text, at: posted(message, member, text, minute(at)),
            st.sampled_from("12345"),
            st.sampled_from(["ana", "bo"]),
            st.text(max_size=5),
            st.integers(0, 600),
        ),
        st.builds(lambda message, at: deleted(message, minute(at)), st.sampled_from("12345"), st.integers(0, 600)),
    ),
    max_size=12,
    unique_by=lambda r: (r.message, r.at, r.happening),
)


@given(histories, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_assemble_does_not_depend_on_the_order_of_arrival(history: list[Revision], chance: random.Random) -> None:
    assert assemble(chance.sample(history, len(history)), CUTOFF) == assemble(history, CUTOFF)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("yes", True), ("42", True), ("é", True), ("שלום", True), ("", False), (" \n\u200b", False), ("👍🎉 …!", False)],
)
def test_has_words(text: str, expected: bool) -> None:
    assert has_words(text) is expected


@pytest.mark.parametrize(("seconds", "stands"), [(0, True), (5, True), (6, False), (600, False)])
def test_deletion_by_a_proxy_bot_does_not_count_in_whatever_order_it_is_known(seconds: int, stands: bool) -> None:
    at = minute(1)
    revisions = [
        posted("1", "ana", "a: words", at),
        Revision("1", Happening.REPLACED, at + timedelta(seconds=1), at, "ana", ""),
        Revision("1", Happening.DELETED, at + timedelta(seconds=seconds), at, None, ""),
    ]

    found = {tuple(answer.text for answer in assemble(order, CUTOFF)) for order in itertools.permutations(revisions)}

    assert found == {("a: words",) if stands else ()}


def test_copy_alone_changes_nothing() -> None:
    at = minute(1)
    copied = Revision("1", Happening.REPLACED, at + timedelta(seconds=1), at, "ana", "")

    assert assemble([copied], CUTOFF) == ()
    assert assemble([copied, posted("1", "ana", "words", at)], CUTOFF) == (Answer("ana", "words", ("1",), at, at),)


CHOICES = tuple(Choice(text, right=text == "first") for text in ("first", "second", "third"))
CHOOSING = Choosing(question(choices=CHOICES), "console:1", takes_words=True)
SEVERAL = Choosing(question(choices=(*CHOICES[:2], Choice("fourth", right=True))), "console:1", takes_words=True)


@st.composite
def choosings(draw: st.DrawFn) -> list[Revision]:
    """What one member typed, and chose in private, each message posted once and perhaps edited."""
    history: list[Revision] = []
    for number in range(draw(st.integers(0, 4))):
        at = minute(draw(st.integers(0, 239)) * 4 + number)
        text = draw(st.sampled_from(["a", "B)", "c", "e", "words of mine", "🎉", "// b"]))
        history.append(posted(str(number), "ana", text, at))
        if draw(st.booleans()):
            text = draw(st.sampled_from(["a", "b", "other words"]))
            later = at + timedelta(minutes=4 * draw(st.integers(1, 120)), seconds=number)
            history.append(edited(str(number), "ana", text, later, at))
    presses = sorted(draw(st.lists(st.integers(0, 239), max_size=3, unique=True)))
    for step, number in enumerate(presses):
        at = minute(number * 4) + timedelta(seconds=30)
        places = draw(st.frozensets(st.integers(0, 2), max_size=2))
        kind = Happening.EDITED if step else Happening.POSTED
        history.append(
            Revision(f"{CHOSEN}ana", kind, at, minute(presses[0] * 4), "ana", Pick(places, "because").write())
        )
    return history


@pytest.mark.parametrize("choosing", [CHOOSING, SEVERAL])
@given(history=choosings(), chance=st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_words_stand_whatever_comes_first_and_without_them_the_latest_choice(
    choosing: Choosing, history: list[Revision], chance: random.Random
) -> None:
    answers = assemble(history, CUTOFF, choosing)

    assert assemble(chance.sample(history, len(history)), CUTOFF, choosing) == answers
    seen = [r for r in history if r.at < CUTOFF]
    newest = [
        max((r for r in seen if r.message == message), key=lambda r: (r.happening == "edited", r.at))
        for message in {r.message for r in seen}
    ]
    words = [r for r in newest if "words" in r.text]
    chosen = [answer.picked for answer in taking_part(answers)]
    if words:
        assert chosen == [None]
        assert set(answers[0].text.split("\n")) <= {r.text for r in newest}
    else:
        taken: frozenset[int] = frozenset()
        for one in sorted(newest, key=lambda r: r.at):
            if one.message.startswith(CHOSEN):
                taken = Pick.read(one.text).places
            elif one.text in {"a", "b", "B)", "c"}:
                place = choosing.places("ana", one.text.casefold()[0])
                taken = place if choosing.is_single else taken | place
        assert chosen == ([tuple(sorted(taken))] if taken else [])
