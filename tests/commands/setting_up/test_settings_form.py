"""Reading a series' settings: each field alone, and all mistakes together."""

from datetime import date, time, timedelta

import pytest

from bot.commands.setting_up.forms import read_settings
from bot.commands.setting_up.settings import SETTINGS
from bot.domain.calendar.schedule import CloseAfter, CloseSameDay, Schedule
from bot.domain.question import Level
from bot.domain.rounds import Form
from bot.domain.scoring import PointRules
from bot.domain.series import AnswerMode, BoardTimes, PrivateReminder, Results, SeriesSettings
from bot.errors import FormError
from tests.worlds.builders import settings

GRADERS = ("keypoints", "participation")


def wrong(field: str, text: str) -> str:
    with pytest.raises(FormError) as caught:
        read_settings({field: text}, settings(), graders=GRADERS)
    assert list(caught.value.fields) == [field]
    return caught.value.fields[field]


def test_form_new_series_takes_defaults() -> None:
    read = read_settings({"zone": "europe/berlin", "packs": "aws"}, None, graders=GRADERS)

    schedule = Schedule("Europe/Berlin", time(9), closes=CloseSameDay())
    reminder = PrivateReminder(timedelta(hours=1))
    expected = SeriesSettings(schedule, ("aws",), board=BoardTimes.WEEKLY, form=Form.BOTH, remind_before=reminder)
    assert read == expected


EVERY_FIELD = {
    "name": "daily",
    "channel": "#general",
    "series": "daily",
    "zone": "UTC",
    "packs": "aws, own,aws",
    "at": "17:30",
    "form": "Choice",
    "days": "mon,wed",
    "every": "2",
    "from": "2030-01-07",
    "closes": "after 8h",
    "holidays": "de-by",
    "skip": "2030-12-27,2030-12-30",
    "answers": "Sealed",
    "grader": "Participation",
    "grace": "2h",
    "remind": "30m",
    "topics": "security:3,cost:0.5",
    "levels": "foundation:1,associate:2",
    "cooldown": "7",
    "lowpool": "3",
    "points": "1, 5, 0",
    "drills": "2",
    "board": "Never",
    "ping": "<!subteam^S0614TZR7|@leads>",
    "spoiler": "yes",
    "results": "None",
    "managers": "@ana,<@U7>,<@U8|bo>,<@&9>",
    "reviewers": "<@!11>",
}


def test_form_every_field() -> None:
    read = read_settings(EVERY_FIELD, None, graders=GRADERS)

    assert sorted(EVERY_FIELD) == sorted(SETTINGS)
    assert read == SeriesSettings(
        Schedule(
            "UTC",
            time(17, 30),
            weekdays=frozenset({0, 2}),
            every_weeks=2,
            anchor=date(2030, 1, 7),
            closes=CloseAfter(timedelta(hours=8)),
            holidays="DE-BY",
            skip_dates=frozenset({date(2030, 12, 27), date(2030, 12, 30)}),
        ),
        ("aws", "own"),
        answer_mode=AnswerMode.SEALED,
        form=Form.CHOICE,
        grader="participation",
        grace=timedelta(hours=2),
        remind_before=timedelta(minutes=30),
        topic_weights={"security": 3, "cost": 0.5},
        level_mix={Level.FOUNDATION: 1, Level.ASSOCIATE: 2},
        cool_down=7,
        low_pool=3,
        points=PointRules(1, 5, 0),
        drill_points=2,
        board=BoardTimes.NEVER,
        ping="S0614TZR7",
        spoiler=True,
        results=Results.NONE,
        managers=frozenset({"ana", "U7", "U8", "9"}),
        reviewers=frozenset({"11"}),
    )


def test_form_change_keeps_what_it_leaves_out() -> None:
    before = settings(cool_down=3)

    read = read_settings({"at": "10:00"}, before, graders=GRADERS)

    assert (read.schedule.at, read.cool_down, read.packs) == (time(10), 3, before.packs)


@pytest.mark.parametrize(
    ("said", "expected", "written"),
    [
        ("1h", timedelta(hours=1), "1h"),
        ("1h private", PrivateReminder(timedelta(hours=1)), "1h private"),
        ("90 minutes Private", PrivateReminder(timedelta(minutes=90)), "1h30m private"),
    ],
)
def test_form_reminder_in_the_thread_or_private(said: str, expected: timedelta | PrivateReminder, written: str) -> None:
    read = read_settings({"remind": said}, settings(), graders=GRADERS).remind_before

    assert read == expected
    assert SETTINGS["remind"].write(read) == written


@pytest.mark.parametrize("said", ["private", "1x private", "private 1h"])
def test_form_reminder_that_is_none(said: str) -> None:
    assert wrong("remind", said).endswith("does not say when to remind. Write 1h, or 1h private.")


@pytest.mark.parametrize("never", ["", "no", "Never", "off", "none"])
def test_form_no_reminder(never: str) -> None:
    before = settings(remind_before=timedelta(hours=1))

    assert read_settings({"remind": never}, before, graders=GRADERS).remind_before is None


@pytest.mark.parametrize("none", ["", "None"])
def test_form_no_holidays(none: str) -> None:
    assert read_settings({"holidays": none}, settings(), graders=GRADERS).schedule.holidays == ""


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("every", "0", "'0' is no number from 1 to 52."),
        ("cooldown", "x", "'x' is no number from 0 to 10000."),
        ("answers", "maybe", "'maybe' is not possible. Choose open or sealed."),
        ("grader", "ai", "'ai' is not possible. Choose keypoints or participation."),
        ("grace", "30h", "The grace is at most 24 hours. For example grace=4h."),
        ("topics", "cost", "'cost' is no weight. Write name:number, like security:3,storage:1."),
        ("topics", ":3", "':3' has no name. Write name:number, like security:3,storage:1."),
        ("topics", "cost:-1", "'cost:-1': a weight lies between 0 and 1000."),
        ("topics", "cost:nan", "'cost:nan': a weight lies between 0 and 1000."),
        ("levels", "guru:1", "'guru' is no level. Levels: foundation, associate, professional."),
        (
            "points",
            "2,8",
            (
                "'2,8' is not three numbers up to 1000. "
                "Write the points for taking part, for a full score and for the best answer, like 2,8,2."
            ),
        ),
        ("skip", "tomorrow", "'tomorrow' is another day each time it is read. Write year-month-day, like 2030-12-24."),
    ],
)
def test_form_bad_field(field: str, text: str, said: str) -> None:
    assert wrong(field, text) == said


def test_form_unknown_fields_are_named_in_order() -> None:
    with pytest.raises(FormError) as caught:
        read_settings({"colour": "red", "age": "3"}, settings(), graders=GRADERS)

    assert list(caught.value.fields.items()) == [
        ("age", "there is no such setting."),
        ("colour", f"there is no such setting. There are {', '.join(SETTINGS)}."),
    ]


def test_form_a_setting_that_is_nearly_right_is_answered_with_the_one_meant() -> None:
    with pytest.raises(FormError) as caught:
        read_settings({"att": "10:00"}, settings(), graders=GRADERS)

    assert caught.value.fields == {"att": "there is no such setting. Did you mean `at`?"}


def test_form_all_mistakes_together() -> None:
    form = {"at": "25:00", "days": "someday", "levels": "x:1", "colour": "red"}

    with pytest.raises(FormError) as caught:
        read_settings(form, None, graders=GRADERS)

    assert sorted(caught.value.fields) == ["at", "colour", "days", "levels", "packs", "zone"]
    assert caught.value.fields["zone"] == "is needed; for example zone=Europe/Berlin."


#: What people are called, and what they call a series.
SPELLED_FREELY = {"name", "series", "channel", "managers", "reviewers"}


def by_another_keyboard(text: str) -> str:
    """Write a text with wide signs, a dash for a hyphen, and what nobody sees around it."""
    wide = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" and one != "-" else one for one in text)
    return f"\N{ZERO WIDTH SPACE}{wide.replace('-', chr(0x2013))}\N{NO-BREAK SPACE}"


@pytest.mark.parametrize("key", sorted(SETTINGS.keys() - SPELLED_FREELY))
def test_value_is_read_as_a_keyboard_writes_it(key: str) -> None:
    typed = EVERY_FIELD[key]

    read = read_settings({key: by_another_keyboard(typed)}, settings(), graders=GRADERS)

    assert read == read_settings({key: typed}, settings(), graders=GRADERS)


@pytest.mark.parametrize("key", sorted(SETTINGS.keys() - SPELLED_FREELY - {"packs"}))
def test_value_that_is_refused_is_quoted_as_a_keyboard_writes_it(key: str) -> None:
    assert wrong(key, by_another_keyboard("?!-9")) == wrong(key, "?!-9")


@pytest.mark.parametrize("key", ["holidays", "ping", "remind"])
def test_none_is_read_as_a_keyboard_writes_it(key: str) -> None:
    before = read_settings({key: EVERY_FIELD[key]}, settings(), graders=GRADERS)

    read = read_settings({key: by_another_keyboard("None")}, before, graders=GRADERS)

    assert read == read_settings({key: ""}, before, graders=GRADERS) != before


def test_names_of_people_stay_as_they_are_spelled() -> None:
    names = (
        "Ana\N{EN DASH}Maria",
        "O\N{RIGHT SINGLE QUOTATION MARK}Neil",
        "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}",
    )

    read = read_settings({"managers": f" @{', '.join(names)} "}, settings(), graders=GRADERS)

    assert read.managers == frozenset(names)
