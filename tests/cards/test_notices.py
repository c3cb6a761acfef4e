"""Short notices, in correct English for one and for many."""

from datetime import date

import pytest

from bot.cards.notices.notice import notice
from bot.cards.notices.outages import channel_gone_notice
from bot.cards.notices.owed import owed_notice
from bot.cards.notices.questions import flagged_notice, missed_note, no_question_note, pool_notice
from bot.cards.notices.rounds import reminder_card
from bot.cards.notices.series import series_card
from bot.domain.card import Card, Facts, Moment, Small, Text
from bot.domain.rotation import Pool
from bot.domain.rounds import Form
from bot.domain.series import AnswerMode, ChannelLoss, PausedFor, SeriesState
from tests.cards.rounds_of_cards import AT, CLOSES, HOSTILE, played, series
from tests.worlds.builders import owed, settings
from tests.worlds.reading import text_of

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 12, day) for day in (7, 8, 9))


def test_notice() -> None:
    assert notice("T", "text", Small("more")) == Card("T", (Text("text"), Small("more")))


@pytest.mark.parametrize(
    ("days", "title", "which"),
    [
        ([MONDAY], "No question for Monday 7 December", "question of Monday 7 December"),
        (
            [MONDAY, TUESDAY, WEDNESDAY],
            "3 questions were missed",
            "questions of Monday 7 December, Tuesday 8 December and Wednesday 9 December",
        ),
    ],
)
def test_missed_note(days: list[date], title: str, which: str) -> None:
    card = missed_note(days)

    assert card.title == title
    assert text_of(card) == f"Askaday was not running when the {which} should have come. Nobody's streak is affected."


def test_no_question_note() -> None:
    card = no_question_note(MONDAY, "no question was left to ask")

    assert card.title == "No question for Monday 7 December"
    assert text_of(card) == "It was skipped: no question was left to ask. Nobody's streak is affected."


@pytest.mark.parametrize(
    ("answers", "said"), [(0, "No answer yet: be the first."), (1, "1 answer so far."), (2, "2 answers so far.")]
)
def test_reminder_card(answers: int, said: str) -> None:
    card = reminder_card(series(), played(), answers)

    assert card == Card("Still time to answer", (Text(said), Moment("Closes", CLOSES, "UTC")))


def test_reminder_card_without_a_close() -> None:
    assert reminder_card(series(), played(closes_at=None), 0).blocks[1:] == ()


@pytest.mark.parametrize(
    ("warning", "unused", "title", "said"),
    [
        (Pool.LOW, 1, "Questions are running out", "has 1 question left that it has not asked."),
        (Pool.LOW, 5, "Questions are running out", "has 5 questions left that it has not asked."),
        (
            Pool.DRY,
            0,
            "All questions have been asked",
            "has asked every question it may ask. From now on the ones the team did worst on come back first.",
        ),
        (
            Pool.EMPTY,
            0,
            "No question can be asked",
            "has no question that it may ask: its packs are missing, or all in them is retired or lapsed.",
        ),
    ],
)
def test_pool_notice(warning: Pool, unused: int, title: str, said: str) -> None:
    card = pool_notice(series(), warning, unused)

    assert card.title == title
    way = f"**daily** {said} Add a pack, or let retired questions return."
    by_choices = "Questions that have choices alone are passed over with `form=text`; `/qotd setup form=both` asks them"
    assert text_of(card) == f"{way} {by_choices}, too."
    assert text_of(pool_notice(series(settings=settings(form=Form.BOTH)), warning, unused)) == way


def test_owed_notice_says_hostile_errors_harmlessly() -> None:
    card = owed_notice(
        series(name="**x**", state=SeriesState.PAUSED), owed(title="**Reveal**"), MONDAY, "<!channel>\nis gone."
    )

    assert text_of(card) == (
        "**\\*\\*x\\*\\*** is paused, and something is owed. "
        "The reveal \\(\\*\\*Reveal\\*\\*\\) of Monday 7 December could not be posted: \\<\\!channel\\> is gone.\n\n"
        "It is kept, and comes once that is put right; `/qotd resume` tries it at once."
    )


@pytest.mark.parametrize(("state", "cause"), [(SeriesState.ACTIVE, ""), (SeriesState.PAUSED, "manager")])
def test_owed_notice_names_the_command_that_posts_it_and_leaves_the_series_as_it_is(
    state: SeriesState, cause: str
) -> None:
    card = owed_notice(series(state=state, paused_for=PausedFor(cause)), owed(), None, "No.")

    assert (card.title, text_of(card)) == (
        "A message is owed",
        (
            "**daily**: something is owed. The reveal \\(Storage\\) could not be posted: No.\n\n"
            "It is kept, and comes once that is put right; `/qotd reveal` tries it at once."
        ),
    )


@pytest.mark.parametrize(("reasons", "times"), [(["bad"], "1 time"), (["bad", HOSTILE, "old"], "3 times")])
def test_flagged_notice(reasons: list[str], times: str) -> None:
    lines = text_of(flagged_notice("aws/x", reasons)).splitlines()

    assert lines[0] == f"`aws/x` was flagged {times} and is not asked until you decide:"
    assert lines[-1] == "`/qotd flags keep aws/x` lets it back in, `/qotd flags retire aws/x` takes it out for good."
    assert len(lines) == len(reasons) + 4
    assert not any("<!channel>" in line or "**b**" in line or "](http" in line for line in lines)


def test_series_card() -> None:
    card = series_card(series(), [(MONDAY, AT), (TUESDAY, CLOSES)], "daily is set up")

    assert card == Card(
        "daily is set up",
        (
            Text("Monday to Friday at 09\\:00 \\(UTC\\); closes at 17\\:00 the same day."),
            Facts((("Packs", "basics"), ("Answers", "in the thread"), ("Grading", "keypoints"))),
            Moment("1.", AT, "UTC"),
            Moment("2.", CLOSES, "UTC"),
        ),
    )


def test_series_card_sealed_and_paused() -> None:
    sealed = settings(answer_mode=AnswerMode.SEALED, packs=("a", "b"))
    paused = series(settings=sealed, state=SeriesState.PAUSED, pause_reason="a manager asked for it")

    card = series_card(paused, [], "title")

    assert card.blocks[1:] == (
        Facts((("Packs", "a, b"), ("Answers", "private until the reveal"), ("Grading", "keypoints"))),
        Small("Paused: a manager asked for it"),
        Small("No slot is coming up."),
    )


@pytest.mark.parametrize(
    ("loss", "way_back"),
    [
        (
            ChannelLoss.REMOVED,
            (
                "Askaday was removed from its channel. It asks again when Askaday is back in the channel; "
                "`/qotd setup channel=…` gives it another one, and `/qotd resume` lets it go on."
            ),
        ),
        (
            ChannelLoss.ARCHIVED,
            (
                "its channel was archived. It asks again when the channel is unarchived and Askaday is in it; "
                "`/qotd setup channel=…` gives it another one, and `/qotd resume` lets it go on."
            ),
        ),
        (
            ChannelLoss.DELETED,
            (
                "its channel was deleted. Set a new channel with `/qotd setup channel=…`; "
                "`/qotd resume` then lets it go on."
            ),
        ),
        (
            ChannelLoss.FORBIDDEN,
            (
                "Askaday may no longer post in its channel. It asks again when it may post there again; "
                "`/qotd setup channel=…` gives it another one, and `/qotd resume` lets it go on."
            ),
        ),
    ],
)
def test_notice_of_a_lost_channel_tells_a_way_back_that_there_is(loss: ChannelLoss, way_back: str) -> None:
    assert text_of(channel_gone_notice(series(), loss)) == f"**daily** is paused: {way_back}"
