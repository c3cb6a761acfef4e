"""Short notices: what was missed, what managers should know, what comes next."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.cards.access import set_up_action
from bot.cards.privacy import no_more
from bot.cards.question import answer_actions, question_title
from bot.cards.wording import describe, rhythm, say_day, say_exceptions, say_weekdays, time_off
from bot.domain.calendar.schedule import CloseSameDay
from bot.domain.calendar.zones import say_zone
from bot.domain.card import Action, Block, Card, Facts, Heading, Moment, Quote, Small, Table, Text
from bot.domain.deliveries import Delivery, DeliveryKind
from bot.domain.question import Question
from bot.domain.rotation import Pool
from bot.domain.rounds import Form, Round
from bot.domain.series import AnswerMode, BoardTimes, ChannelLoss, PrivateReminder, Series, SeriesSettings
from bot.domain.target import Target
from bot.domain.text import as_value, count, listing, plain

#: So many members are named in one message.
_MOST_NAMED = 10


#: How many problems of packs one message tells.
_MOST_PROBLEMS = 10


#: Asks somebody a private question.
PRACTISE = Action("practise", "Practise")
#: Says on a page that shows no buttons where those of a private question are.
IN_MESSAGES = Card("Here you are", (Text("It is under **Messages**, beside this page."),))
#: Stands where no card is seen: in the place of one that is computed when it is sent, or that is used up.
UNSEEN = Card("")
#: Says to who asked alone that the answer is there for all.
SHARED = Card("", (Text("Shared with everybody here."),))


def notice(title: str, text: str, *more: Block) -> Card:
    """Say something in trusted Markdown."""
    return Card(title, (Text(text), *more))


def together(notices: Sequence[Card]) -> Card:
    """Tell several notices or decisions in one message, oldest first; the same one once."""
    told = tuple(dict.fromkeys(notices))
    if len(told) == 1:
        return told[0]
    blocks = tuple(block for one in told for block in (Heading(one.title), *one.blocks))
    actions = tuple(dict.fromkeys(action for one in told for action in one.actions))
    return Card(f"{len(told)} things to look at", blocks, actions)


def welcome_card(channel: str, server: str = "", *, may_set_up: bool = True) -> Card:
    """Greet who invited Askaday to a channel, or, with an empty one, to a server of which it knows no channel yet."""
    where = "the channel" if channel else "a channel of yours"
    text = f"Thank you for the invitation. I can ask {where} one good question a day, and reveal the answer."
    how = "**Set up** takes one press." if may_set_up else "An administrator of the workspace sets it up."
    if not channel:
        footer = Text(f"In {plain(server)}, write `/qotd setup` in the channel; `/qotd help` lists everything.")
        return Card("Hello", (Text(text), footer), (PRACTISE,))
    footer = Text(f"{how} `/qotd help` lists everything.")
    return Card("Hello", (Text(text), footer), (set_up_action(channel), PRACTISE))


_UNREAD = (
    "I have not read your file: I take questions as files from those who manage a series. "
    "You can suggest one: `/qotd suggest`."
)


def greeting_card(channel: str, *, can_set_up: bool, is_file: bool = False) -> Card:
    """Say what Askaday can do to somebody who wrote to it, in a channel or, with an empty one, directly.

    `is_file`: they sent a file that is not theirs to send.
    """
    text = (
        "I ask a team one good question a day, collect the answers, and reveal mine with how everybody did. "
        "In between I ask you in private, as often as you like, and bring back what you need most."
    )
    first = (set_up_action(channel),) if can_set_up else ()
    blocks = (Text(_UNREAD), Text(text)) if is_file else (Text(text),)
    return Card("Hello", blocks, (PRACTISE, Action("help", "Help"), *first))


def typed_help(rows: Sequence[tuple[str, str]]) -> Card:
    """Say what can be typed in a terminal, and what each does."""
    return Card("What you can type", (Table(("Type", "What it does"), tuple(rows)),))


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
    way = "Add a pack, or let retired questions return."
    return notice(title, f"**{plain(series.name)}** {said} {way}{by_choices}")


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


def owed_name(delivery: Delivery, day: date | None) -> str:
    """Name a message that is owed, for people: by what it is about and the day of its question; not escaped."""
    kind = _KINDS.get(delivery.kind, "A message")
    about = delivery.card.name.partition(": ")[2] or delivery.card.name
    named = f"{kind} ({about})" if about else kind
    return f"{named} of {say_day(day)}" if day else named


_KINDS = {
    DeliveryKind.CARD: "The question",
    DeliveryKind.NOTE: "A notice",
    DeliveryKind.REVEAL: "The reveal",
    DeliveryKind.ANSWER: "The model answer",
    DeliveryKind.ANSWERS: "What was answered",
    DeliveryKind.BOARD: "The message about the reveal",
    DeliveryKind.UPDATE: "The update of the question's card",
    DeliveryKind.DIRECT: "A direct message",
    DeliveryKind.PRIVATE_REMINDER: "A private reminder",
}


def owed_notice(series: Series, delivery: Delivery, day: date | None, error: str) -> Card:
    """Tell managers what could not be posted, why, and how it comes after all."""
    is_paused = series.state == "paused"
    state = (
        f"**{plain(series.name)}** is paused, and something" if is_paused else f"**{plain(series.name)}**: something"
    )
    again = "`/qotd resume` tries it at once" if is_paused else "`/qotd reveal` tries it at once"
    text = (
        f"{state} is owed. {plain(owed_name(delivery, day))} could not be posted: {plain(error.rstrip('.'))}.\n\n"
        f"It is kept, and comes once that is put right; {again}."
    )
    return notice("A series was paused" if is_paused else "A message is owed", text)


def unclosed_notice(series: Series, day: date, error: str) -> Card:
    """Tell managers why a question does not close although its time has come, and what ends that."""
    text = (
        f"The question of {say_day(day)} (**{plain(series.name)}**) cannot be closed, since its thread cannot be read: "
        f"{plain(error.rstrip('.'))}.\n\nIt closes, and its reveal comes, once that is put right: what was answered in "
        "time counts. `/qotd resume` tries it at once; where `/qotd setup channel=…` has given the series another "
        "channel, it closes without what could not be read."
    )
    return notice("A question waits to close", text)


def words_hidden_notice(series: Series) -> Card:
    """Tell managers that a series takes private answers from now on, because the platform hides what people write."""
    text = (
        f"Askaday may not read what people write, so **{plain(series.name)}** takes answers through its button alone: "
        "they stay private until the reveal. `askaday doctor` says how to allow reading; then "
        "`/qotd setup answers=open` brings answers in the thread back."
    )
    return notice("Answers are private now", text)


def channel_gone_notice(series: Series, loss: ChannelLoss) -> Card:
    """Tell managers that a series was paused because its channel is gone, archived or closed to the bot."""
    text = f"**{plain(series.name)}** is paused: {plain(loss)}. {_WAYS_BACK[loss]}"
    return notice("A series was paused", text)


_MOVED = "`/qotd setup channel=…` gives it another one, and `/qotd resume` lets it go on."
#: A deleted channel never comes back.
_WAYS_BACK = {
    ChannelLoss.REMOVED: f"It asks again when Askaday is back in the channel; {_MOVED}",
    ChannelLoss.ARCHIVED: f"It asks again when the channel is unarchived and Askaday is in it; {_MOVED}",
    ChannelLoss.DELETED: "Set a new channel with `/qotd setup channel=…`; `/qotd resume` then lets it go on.",
    ChannelLoss.FORBIDDEN: f"It asks again when it may post there again; {_MOVED}",
}


def clock_notice(ahead: timedelta) -> Card:
    """Tell managers that the clock of the machine is wrong; `ahead` is negative where it is behind."""
    text = (
        f"The clock of the machine that Askaday runs on is {time_off(ahead)}. Askaday goes by the time of the chat "
        "platform until whoever runs it sets that clock; questions and reveals come when they should."
    )
    return notice("A clock is wrong", text)


def token_notice(reason: str, ends_at: datetime, zone: str) -> Card:
    """Tell managers, while that is possible, that Askaday will soon be unable to post there; `reason` says why."""
    text = (
        f"{plain(reason)}\n\nUntil then everything goes on. After that, series pause, no question closes and no form "
        "opens, but replies in threads and quick answers are kept; once it is fixed, what was missed is caught up on."
    )
    return notice("Askaday will soon be unable to post here", text, Moment("Its token ends", ends_at, zone))


def flagged_notice(ref: str, reasons: Sequence[str]) -> Card:
    """Tell managers that members took a question out of the pool."""
    lines = "\n".join(f"- {plain(reason)}" for reason in reasons)
    return notice(
        "A question is in quarantine",
        f"`{ref}` was flagged {count(len(reasons), 'time')} and is not asked until you decide:\n\n{lines}\n\n"
        f"`/qotd flags keep {ref}` lets it back in, `/qotd flags retire {ref}` takes it out for good.",
    )


def series_card(series: Series, slots: Sequence[tuple[date, datetime]], title: str) -> Card:
    """Show how a series is set up and when its next slots are."""
    settings = series.settings
    zone = settings.schedule.zone
    facts = (
        ("Packs", ", ".join(settings.packs)),
        ("Answers", "private until the reveal" if settings.answer_mode == "sealed" else "in the thread"),
        ("Grading", settings.grader),
    )
    state = (Small(f"Paused: {series.pause_reason}"),) if series.state == "paused" else ()
    moments = tuple(Moment(f"{number}.", due, zone) for number, (_, due) in enumerate(slots, start=1))
    nothing = () if moments else (Small("No slot is coming up."),)
    return Card(title, (Text(plain(describe(settings.schedule)) + "."), Facts(facts), *state, *moments, *nothing))


#: What lets answers be compared by meaning, for whoever runs Askaday.
INSTALLS_MODEL = "askaday grading install-model"


def by_words_notice(series: Series) -> Card:
    """Tell managers at a series' first question that answers are compared by their words, and what changes that."""
    text = (
        f"The first question of **{plain(series.name)}** is out. For now answers are compared by their words alone: "
        "who says the same in other words may be missed, and can claim the point. One line lets them be compared by "
        f"meaning, where Askaday runs: `{INSTALLS_MODEL}`; then start it again."
    )
    return notice("Answers are compared by words", text)


def begun_card(series: Series, slots: Sequence[tuple[date, datetime]], today: date) -> Card:
    """Say what happens when in a series that was just set up, and let its first question come now or later.

    `today` is the day in its zone.
    """
    schedule, target = series.settings.schedule, str(Target("series", series.id))
    later: tuple[Action, ...] = ()
    if len(slots) > 1 and slots[0][0] == today:
        then = slots[1][0]
        when = "tomorrow" if then - today == timedelta(days=1) else f"on {then:%A}"
        later = (Action("skip", f"Begin {when}", target),)
    actions = (Action("open", "Ask the first one now", target), *later, Action("setup", "More settings", target))
    if not slots:
        return Card(f"{series.name} is set up", (Text(plain(describe(schedule)) + "."), Small("No slot is coming up.")))
    day, due = slots[0]
    when = f"{say_weekdays(schedule.weekdays)}: {rhythm(schedule, day, due)}"
    excepted = f", except {say_exceptions(schedule)}" if say_exceptions(schedule) else ""
    said = f"**{when}** ({plain(say_zone(schedule.zone))}){plain(excepted)}."
    drawn = f"It draws from {plain(listing(series.settings.packs))}. You manage it."
    return Card(
        f"{series.name} is set up", (Text(said), Text(drawn), Moment("The first question", due, schedule.zone)), actions
    )


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


def upgraded_notice(several: Sequence[Series]) -> Card | None:
    """Tell a manager of older series what stays as it was, and how to have what new series have; None: nothing does."""
    lines = [line for says, whose in _OLDER.items() if (line := _told_of(says, several, whose))]
    stay = "stays as it is" if len(several) == 1 else "stay as they are"
    said = f"{_bold_names([one.name for one in several])} {stay}:"
    text = "\n".join(f"- {line}" for line in lines)
    return notice("New in Askaday", f"{said}\n\n{text}") if lines else None


def _told_of(says: str, several: Sequence[Series], stays: Callable[[SeriesSettings], bool]) -> str:
    """Say one thing that stays; of which series, where it is not all of them."""
    whose = [series.name for series in several if stays(series.settings)]
    if not whose:
        return ""
    command = "/qotd setup" + (f" series={as_value(whose[0])}" if len(several) > 1 else "")
    names = "" if len(whose) == len(several) else f"{_bold_names(whose)}: "
    return names + says.format(command=command)


#: What new series do otherwise, with whose settings do not.
_OLDER: Mapping[str, Callable[[SeriesSettings], bool]] = {
    "Reveals show everybody's results (`results=all`). New series show the best three: `{command} results=top`.": (
        lambda settings: settings.results is None
    ),
    "The board comes with each reveal (`board=each`). In new series it comes weekly: `{command} board=weekly`.": (
        lambda settings: settings.board is BoardTimes.EACH
    ),
    "Private answers stand in the thread. Whatever `results=` you set puts them behind a button.": (
        lambda settings: settings.answers_in_thread and settings.answer_mode is AnswerMode.SEALED
    ),
    'Questions close as before. In new series they close at 16:30 the same day: `{command} closes="same day"`.': (
        lambda settings: not isinstance(settings.schedule.closes, CloseSameDay)
    ),
    'New series remind who usually answers, in private: `{command} remind="1h private"`.': (
        lambda settings: not isinstance(settings.remind_before, PrivateReminder)
    ),
    "Questions are answered in words. In new series a choice is a quick answer, for half: `{command} form=both`.": (
        lambda settings: settings.form is Form.TEXT
    ),
}


def _bold_names(names: Sequence[str]) -> str:
    return listing([f"**{plain(name)}**" for name in names])


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
