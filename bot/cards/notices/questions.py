"""What a channel is told of days without a question, and managers of how their questions stand."""

from collections.abc import Sequence
from datetime import date

from bot.cards.notices.notice import notice
from bot.cards.wording import say_day
from bot.domain.card import Card, Small
from bot.domain.question import Question
from bot.domain.rotation import Pool
from bot.domain.rounds import Form
from bot.domain.series import Series
from bot.domain.text import count, listing, plain

#: How many problems of packs one message tells.
_MOST_PROBLEMS = 10
#: What gives a series questions to ask.
MORE_QUESTIONS = "Add a pack, or let retired questions return."


def missed_note(days: Sequence[date]) -> Card:
    """Tell a channel that questions were missed."""
    which = listing([say_day(day) for day in days])
    what = "question" if len(days) == 1 else "questions"
    return notice(
        f"No question for {which}" if len(days) == 1 else f"{len(days)} questions were missed",
        f"Askaday was not running when the {what} of {which} should have come. Nobody's streak is affected.",
    )


def no_question_note(day: date, reason: str) -> Card:
    """Tell a channel that there is no question today."""
    return notice(
        f"No question for {say_day(day)}", f"It was skipped: {reason.rstrip('.')}. Nobody's streak is affected."
    )


def pool_notice(series: Series, pool: Pool, unused: int) -> Card:
    """Warn managers of how the questions stand; nothing is said while there are enough."""
    title, said = {
        Pool.LOW: ("Questions are running out", f"has {count(unused, 'question')} left that it has not asked."),
        Pool.DRY: (
            "All questions have been asked",
            "has asked every question it may ask. From now on the ones the team did worst on come back first.",
        ),
        Pool.EMPTY: (
            "No question can be asked",
            "has no question that it may ask: its packs are missing, or all in them is retired or lapsed.",
        ),
    }[pool]
    by_choices = (
        " Questions that have choices alone are passed over with `form=text`; `/qotd setup form=both` asks them, too."
        if series.settings.form is Form.TEXT
        else ""
    )
    return notice(title, f"**{plain(series.name)}** {said} {MORE_QUESTIONS}{by_choices}")


def lapse_notice(series: Series, lapsing: Sequence[Question], left: int) -> Card:
    """Tell managers that questions are about to lapse, which is the next of them, and how many are left then."""
    last = lapsing[-1].review_by
    many = count(len(lapsing), "question")
    text = (
        f"**{plain(series.name)}** stops asking {many} by {say_day(last)} {last.year}, because their `review_by` ends: "
        f"{count(left, 'question')} will be left. Check their facts and move `verified` and `review_by` in the pack, "
        "or install a newer version of it."
    )
    return notice("Questions are about to lapse", text, Small(f"The first: {plain(lapsing[0].ref)}"))


def left_out_notice(series: Series, problems: Sequence[str]) -> Card:
    """Tell managers what of a series' packs cannot be used."""
    shown = "\n".join(f"- {plain(problem)}" for problem in problems[:_MOST_PROBLEMS])
    more = len(problems) - _MOST_PROBLEMS
    rest = f"\n- and {more} more; `askaday doctor` tells all of them" if more > 0 else ""
    text = f"**{plain(series.name)}** goes on without these until their files are put right:\n{shown}{rest}"
    return notice("Some questions cannot be used", text)


def flagged_notice(ref: str, reasons: Sequence[str]) -> Card:
    """Tell managers that members took a question out of the pool."""
    lines = "\n".join(f"- {plain(reason)}" for reason in reasons)
    return notice(
        "A question is in quarantine",
        f"`{ref}` was flagged {count(len(reasons), 'time')} and is not asked until you decide:\n\n{lines}\n\n"
        f"`/qotd flags keep {ref}` lets it back in, `/qotd flags retire {ref}` takes it out for good.",
    )
