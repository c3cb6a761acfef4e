"""What people are told about the question of the day: reminders, answers that need a look, a close that waits."""

from collections.abc import Sequence
from datetime import date

from bot.cards.notices.notice import notice
from bot.cards.privacy import no_more
from bot.cards.question import answer_actions, question_title
from bot.cards.wording import say_day
from bot.domain.card import Card, Facts, Moment, Quote, Text
from bot.domain.rounds import Form, Round
from bot.domain.series import Series
from bot.domain.text import count, plain

#: So many members are named in one message.
_MOST_NAMED = 10


def reminder_card(series: Series, played: Round, answers: int) -> Card:
    """Remind a thread that the round closes soon, without naming anybody."""
    moment = (Moment("Closes", played.closes_at, series.settings.schedule.zone),) if played.closes_at else ()
    said = f"{count(answers, 'answer')} so far." if answers else "No answer yet: be the first."
    return Card("Still time to answer", (Text(said), *moment))


def private_reminder_card(series: Series, played: Round) -> Card:
    """Remind one member privately that the question they have not answered closes soon."""
    about = question_title(played.question) if played.question else "the question of today"
    moment = (Moment("Closes", played.closes_at, series.settings.schedule.zone),) if played.closes_at else ()
    blocks = (Text(f"**{plain(about)}** is still open ({plain(series.name)}). A sentence or two are enough."), *moment)
    return Card("Still time to answer", blocks, answer_actions(played), menu=(no_more("round", played.id),))


def unclosed_notice(series: Series, day: date, error: str, *, is_refused: bool = False) -> Card:
    """Tell managers why a question does not close; of an outage it is read once that is over."""
    moved = (
        " If the channel will not come back, `/qotd setup channel=…` moves the series; the question then closes "
        "without the replies that Askaday could not read, and `/qotd reveal` posts its reveal in the new channel."
    )
    text = (
        f"The question of {say_day(day)} (**{plain(series.name)}**) could not be closed in time, since its thread "
        f"could not be read: {plain(error.rstrip('.'))}.\n\nIt closes, and its reveal comes, once that is put right: "
        f"what was answered in time counts. `/qotd close` tries it at once.{moved if is_refused else ''}"
    )
    return notice("A question is waiting to close", text)


def set_aside_notice(series: Series, closed: Round, left: Sequence[tuple[str, str, str]]) -> Card:
    """Tell reviewers whose answers are left to them, and why; each with the member's id and name, and the problem."""
    shown = "\n".join(f"- {plain(name)} ({plain(problem)})" for _, name, problem in left[:_MOST_NAMED])
    more = f"\n- … and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else ""
    asked = f" on `{closed.question.ref}`" if closed.question else ""
    example = f"/qotd grade <@{left[0][0]}> 80% REASON round={closed.id}"
    return notice(
        "Answers to grade by hand" if len(left) > 1 else "An answer to grade by hand",
        f"In **{plain(series.name)}**, {count(len(left), 'answer')}{asked} could not be graded whole; the rest is. "
        f"Until you decide, they count as taking part:\n\n{shown}{more}\n\nFor example `{example}`.",
    )


def replaced_notice(series: Series, played: Round, name: str, said: str) -> Card:
    """Tell reviewers that a bot deleted an answer and posted it anew: it counts as its author wrote it."""
    about = question_title(played.question) if played.question else "the question"
    facts = Facts((("Series", series.name), ("Question", f"{played.day.isoformat()}: {about}")))
    text = "A bot deleted this answer and posted it again through a webhook. It still counts as its author wrote it."
    how = Text("If it should not count, `/qotd grade` gives it another grade after the reveal.")
    return Card("A bot replaced an answer", (facts, Quote(name, said), Text(text), how))


def misplaced_notice(series: Series, played: Round) -> Card:
    """Tell a member that a reply in the channel is no answer, and where answers go."""
    about = question_title(played.question) if played.question else "the question"
    where = "send yours in the thread under the card, or press **Answer privately** on it"
    if played.form is Form.CHOICE:
        where = "press **Quick answer** on the card"
    text = f"You replied to the card in the channel, and answers there do not count. Please {where}."
    facts = Facts((("Series", series.name), ("Question", about)))
    return Card("Your reply belongs in the thread", (facts, Text(text)))
