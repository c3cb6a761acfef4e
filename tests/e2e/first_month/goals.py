"""What is counted in a month's transcript, and what it is held against."""

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from tests.e2e.first_month.people import DAYS, LEAD, PEOPLE
from tests.e2e.first_month.record import Close, Record, Shown

#: Titles of what a manager is told about the series: it stands apart from what people are sent.
NOTICES = frozenset({"A claim waits for you", "Answers are compared by words"})
MOST_TO_FIRST_CARD, MOST_IN_CHANNEL, MOST_PRIVATE, MOST_NOTICES = 6, 2, 1, 1
#: Of simulated time: the reveal stands in a channel that is awake.
MOST_TO_REVEAL = timedelta(minutes=1)


def unasked_of(record: Record, who: str, day: date) -> list[Shown]:
    """Give the private messages, unasked, that somebody was sent on a day, notices to a manager apart."""
    return [one for one in record.unasked(who, day) if not is_notice(who, one)]


def notices_of(record: Record, who: str, day: date) -> list[Shown]:
    return [one for one in record.unasked(who, day) if is_notice(who, one)]


def is_notice(who: str, shown: Shown) -> bool:
    """Say whether it is a notice to the lead, who manages the series; nobody else is sent any."""
    return who == LEAD and shown.title in NOTICES


def missed(record: Record) -> list[str]:
    """Name each goal that is missed, where and by how much; nothing: all are met."""
    effort = sum(one.presses + one.decisions for one in record.steps)
    found = [f"{effort} presses and decisions to the first card"] if effort > MOST_TO_FIRST_CARD else []
    if len(record.closes) != DAYS:
        found.append(f"{len(record.closes)} questions in {DAYS} days")
    rights = zip(record.quick_presses, record.quick_choices, strict=True)
    if (presses := {presses for presses, right in rights if right == 1}) != {2}:
        found.append(f"presses of quick answers with one right choice: {sorted(presses)}")
    for day in record.all_days:
        found += _missed_on(record, day)
    return found + [line for close in record.closes for line in _missed_at(close)]


def _missed_on(record: Record, day: date) -> Iterator[str]:
    titles = [one.title for one in record.in_channel(day)]
    if len(titles) > MOST_IN_CHANNEL:
        yield f"{day}: in the channel {titles}"
    for who in record.people:
        for most, sent in ((MOST_PRIVATE, unasked_of(record, who, day)), (MOST_NOTICES, notices_of(record, who, day))):
            if len(sent) > most:
                yield f"{day}: to {who} {[one.title for one in sent]}"


def _missed_at(close: Close) -> Iterator[str]:
    if close.revealed is None or close.revealed - close.closed > MOST_TO_REVEAL:
        yield f"{close.day}: closed {close.closed}, revealed {close.revealed}"
    if not close.has_quick:
        yield f"{close.day}: no quick answer"


def figures(record: Record) -> dict[str, str]:
    """Give what the month came to, by name, in the order of the table."""
    people_days = [(who, day) for day in record.days for who in record.present[day]]
    with_quick = {close.day for close in record.closes if close.has_quick}
    share = sum(day in with_quick for _, day in people_days) / len(people_days)
    waits = [(one.revealed - one.closed).total_seconds() / 60 for one in record.closes if one.revealed is not None]
    hours = [(one.revealed - one.opened).total_seconds() / 3600 for one in record.closes if one.revealed is not None]
    every = [(who, day) for day in record.all_days for who in record.people]
    effort = sum(one.presses + one.decisions for one in record.steps)
    presses = sorted(set(record.quick_presses))
    channel = median(sum(one.words for one in record.in_channel(day)) for day in record.days)
    return {
        "presses and decisions to the first card": str(effort),
        "words of the screens on the way to the first card": str(sum(one.words for one in record.steps)),
        "most messages in the channel on a day": str(max(len(record.in_channel(day)) for day in record.all_days)),
        "most private messages, unasked, to one person on a day": str(
            max(len(unasked_of(record, who, day)) for who, day in every)
        ),
        "most notices to the lead on a day": str(max(len(notices_of(record, who, day)) for who, day in every)),
        "private messages to somebody who had left": str(len(_sent_while(record, "left"))),
        "private messages during a holiday": str(len(_sent_while(record, "holiday"))),
        "share of people and days with one press and one choice": f"{share:.0%}".replace("%", " %"),
        "presses of a quick answer, each choice among them": " or ".join(str(one) for one in presses),
        "minutes from close to reveal": f"{max(waits):.0f}",
        "hours from question to reveal, in the middle and at most": f"{median(hours):.1f} and {max(hours):.1f}",
        "words of the channel on a day, in the middle": f"{channel:.0f}",
        "words of Askaday in a thread, in the middle": f"{median(record.in_threads(day) for day in record.days):.0f}",
    }


def _sent_while(record: Record, what: str) -> list[Shown]:
    """Give what was sent, unasked, to people who had left for good, or who were on holiday."""
    found = []
    for person in PEOPLE:
        spent = set(record.days[person.last :]) if what == "left" else {record.days[one - 1] for one in person.holiday}
        found += [one for day in sorted(spent) for one in record.unasked(person.name, day)]
    return found
