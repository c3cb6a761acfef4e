"""How a series is set up, as it begins and later."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.cards.notices.notice import notice
from bot.cards.wording import describe, rhythm, say_exceptions, say_weekdays
from bot.domain.calendar.zones import say_zone
from bot.domain.card import Action, Card, Facts, Moment, Small, Text
from bot.domain.series import Series
from bot.domain.target import Target
from bot.domain.text import listing, plain


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
