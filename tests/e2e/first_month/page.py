"""The page about the first month: what was counted, between two marks of docs/first-month.md."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from tests.e2e.first_month.goals import figures, unasked_of
from tests.e2e.first_month.people import PEOPLE
from tests.e2e.first_month.record import CHANNEL, THREAD, ZONE, Record, Shown, mean

PAGE = Path(__file__).parents[3] / "docs" / "first-month.md"
BEGIN, END = "<!-- counted: begin -->\n", "<!-- counted: end -->\n"
#: What the same month came to at commit fdec5e8, before any of this was built: on Slack and on Discord.
BEFORE = {
    "presses and decisions to the first card": ("not possible; an administrator 4", "not possible; an administrator 6"),
    "words of the screens on the way to the first card": ("284", "274"),
    "most messages in the channel on a day": ("2", "2"),
    "most private messages, unasked, to one person on a day": ("0", "0"),
    "most notices to the lead on a day": ("0", "0"),
    "private messages to somebody who had left": ("0", "0"),
    "private messages during a holiday": ("0", "0"),
    "share of people and days with one press and one choice": ("0 %", "0 %"),
    "presses of a quick answer, each choice among them": ("there was none", "there was none"),
    "minutes from close to reveal": ("0", "0"),
    "hours from question to reveal, in the middle and at most": ("24.0 and 72.0", "24.0 and 72.0"),
    "words of the channel on a day, in the middle": ("111", "109"),
    "words of Askaday in a thread, in the middle": ("272", "274"),
}
#: What was done in that month that is not done in this one.
PLAYED_BEFORE = """\
<details><summary>How the month at fdec5e8 was played</summary>

The month at fdec5e8 was played once, by a copy of these scripts, with the same seed and people but the defaults
and the pack of that time, whose questions are others: an administrator, since the lead was refused, left the
form's 13 fields (on Discord 11) as they were filled in, save for the zone on Discord, and asked the first question
with `/qotd open` (on Discord `/qotd-manage open`); whoever would take a quick answer wrote instead; and who was
curious asked the next morning, after the reveal. If those who would take a quick answer do nothing, 81 answers
come instead of 111, and of these figures one changes: 273 words in a thread on Discord.

</details>"""
GOALS = {
    "presses and decisions to the first card": "≤ 6",
    "most messages in the channel on a day": "≤ 2",
    "most private messages, unasked, to one person on a day": "≤ 1",
    "most notices to the lead on a day": "≤ 1",
    "share of people and days with one press and one choice": "100 %",
    "presses of a quick answer, each choice among them": "2",
}


def write(records: Sequence[Record]) -> None:
    """Put what was counted into the page.

    Raises:
        ValueError: the page has lost its marks.
    """
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} has no {BEGIN.strip()} and {END.strip()}")
    PAGE.write_text(f"{before}{begin}\n{counted(records)}\n{end}{after}", encoding="utf-8")


def counted(records: Sequence[Record]) -> str:
    """Give all tables, and a week to read aloud."""
    parts = ["## What was counted", _side_by_side(records), PLAYED_BEFORE]
    for record in records:
        parts += [f"## {record.platform}: to the first card", _steps(record)]
        parts += [f"## {record.platform}: people", _people(record), _days(record)]
    return "\n\n".join([*parts, "## A week, to be read aloud", *(_week(record) for record in records)]) + "\n"


def _table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    lines = [[str(cell) for cell in row] for row in (head, *rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _side_by_side(records: Sequence[Record]) -> str:
    made = [figures(record) for record in records]
    rows = [(name, GOALS.get(name, ""), *(one[name] for one in made), *BEFORE[name]) for name in made[0]]
    platforms = [record.platform for record in records]
    return _table(("what", "goal", *platforms, *(f"{one}, at fdec5e8" for one in platforms)), rows)


def _steps(record: Record) -> str:
    rows = [(one.did, one.presses, one.decisions, one.words) for one in record.steps]
    whole = ("**together**", sum(row[1] for row in rows), sum(row[2] for row in rows), sum(row[3] for row in rows))
    return _table(("what the lead does", "presses", "decisions", "words on the screen that follows"), [*rows, whole])


def _people(record: Record) -> str:
    def row(name: str, habit: str) -> tuple[object, ...]:
        there = [day for day in record.days if name in record.present[day]]
        took = [day for day in there if any(one.who == name and one.day == day for one in record.acts)]
        presses = [record.presses(name, day) for day in there]
        read = [record.words_read(name, day) for day in there]
        private = [len(unasked_of(record, name, day)) for day in record.all_days]
        return (
            *(name, habit, len(there), len(took)),
            *(f"{mean(presses):.1f} / {max(presses)}", f"{mean(read):.0f} / {max(read)}"),
            *(sum(private), max(private)),
        )

    head = (
        "who",
        "habit",
        "days there",
        "did something",
        "presses a day, mean / most",
        "words read a day, mean / most",
    )
    rows = [row(one.name, one.habit) for one in PEOPLE]
    return _table((*head, "private messages, unasked", "most on a day"), rows)


def _days(record: Record) -> str:
    """Give a line for each day, with three figures for each person."""

    def cell(name: str, day: date) -> str:
        if name not in record.present[day]:
            return "-"
        own = len(unasked_of(record, name, day))
        return f"{record.presses(name, day)} · {record.words_read(name, day)} · {own}"

    names = [one.name for one in PEOPLE]
    rows = [
        (f"{day:%a %d %b}", len(record.in_channel(day)), *(cell(name, day) for name in names)) for day in record.days
    ]
    table = _table(("day", "messages in the channel", *names), rows)
    what = "Each day: presses · words read in the channel and in private · private messages, unasked"
    return f"<details><summary>{what}</summary>\n\n{table}\n\n</details>"


def _week(record: Record) -> str:
    """Give the channel of the second week, and the first of its threads."""
    days = record.days[5:10]
    shown = [one for day in days for one in record.in_channel(day)]
    thread = [one for one in record.shown if one.place == THREAD and one.day == days[0]]
    texts = [*(_read(one) for one in shown), "— In Monday's thread —", *(_read(one) for one in thread)]
    whole = "\n\n".join(texts)
    return f"<details><summary>{record.platform}</summary>\n\n````text\n{whole}\n````\n\n</details>"


def _read(shown: Shown) -> str:
    """Give a message as it is read: Discord's marks and times are shown as what they stand for."""
    text = re.sub(r"\[([^\]]*)\]\(<[^)]*>\)", r"\1", shown.text)
    text = re.sub(r"<t:(\d+):(\w)>", lambda found: _instant(int(found[1]), found[2], shown), text)
    text = re.sub(r"<@!?\d+>", "@somebody", text).replace("**", "")
    # What the rest of a line means stands in it; backslashes keep signs from being marks.
    lines = [re.sub(r"\\([^\w\s])", r"\1", re.sub(r"^(?:-# |#+ )", "", line)) for line in text.splitlines()]
    when = f"{shown.at.astimezone(ZONE):%a %H:%M}" if shown.place == CHANNEL else f"{shown.at.astimezone(ZONE):%H:%M}"
    return f"{when}  " + "\n           ".join(line for line in lines if line.strip())


def _instant(seconds: int, style: str, shown: Shown) -> str:
    hours = round((seconds - shown.at.timestamp()) / 3600)
    if style == "R":
        return f"in {hours} hours"
    instant = shown.at.fromtimestamp(seconds, ZONE)
    return f"{instant:%d %B %Y %H:%M}"
