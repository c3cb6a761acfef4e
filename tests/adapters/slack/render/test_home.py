from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.slack.operate import preview_samples
from adapters.slack.render.home import home_view
from bot.cards.naming import CommandNames
from bot.domain.reporting import HomeFigures, ManagedSeries, OpenQuestion, OwnLine, TopicScore
from bot.domain.statistics.people import KnowledgeLevel, TopicLevel
from tests.adapters.slack.render.rules import broken_rules, texts, view_problems, walk
from tests.worlds.builders import question

CLOSES = datetime(2030, 6, 4, 15, 0, tzinfo=UTC)
DATE = "<!date^1906815600^{date_short_pretty} at {time}|Tuesday 4 June, 17:00 (Europe/Berlin)>"
FOOTER = "/qotd help lists every command; /qotd privacy is about your data."
MANAGED = ManagedSeries(3, "daily", "Every day at 09:00", "Europe/Berlin", (CLOSES,) * 3, "")
NOTHING = HomeFigures((), (), (), ())
NAMES = CommandNames()


def home(names: CommandNames = NAMES, **figures: Any) -> list[str]:
    return texts(home_view(replace(NOTHING, **figures), {}, names)["blocks"])


def buttons(*managed: ManagedSeries) -> list[tuple[str, str]]:
    blocks = home_view(replace(NOTHING, managed=managed), {}, NAMES)["blocks"]
    return [(one["action_id"], one.get("value", "")) for one in walk(blocks) if one.get("type") == "button"]


def test_home_of_a_newcomer_says_what_will_be_there() -> None:
    assert home() == [
        "How you are doing",
        "Nothing yet: answer a question, and your streak and points are here.",
        "Open questions",
        "No question is open at the moment.",
        "Practise",
        FOOTER,
    ]


def test_figures_of_one_series() -> None:
    assert home(own=(OwnLine("daily", 1, 12, 186, None, 3),))[1:5] == [
        "Streak: 1 question in a row",
        "Longest: 12",
        "Points this week: 186",
        "Rank this week: -",
    ]


def test_figures_of_several_series_are_a_table() -> None:
    shown = home(own=(OwnLine("daily", 7, 12, 186, 2, 3), OwnLine("cost", 0, 3, 20, 11, 4)))

    assert shown[1] == (
        "Series  Streak                Longest  Points this week  Rank this week\n"
        "daily   7 questions in a row       12               186               2\n"
        "cost    0 questions in a row        3                20              11"
    )


def test_past_questions_of_each_series_have_a_button() -> None:
    lines = (OwnLine("daily", 7, 12, 186, 2, 3), OwnLine("cost", 0, 3, 20, 11, 4))

    several, single = [
        home_view(replace(NOTHING, own=own, managed=(MANAGED,)), {}, NAMES)["blocks"] for own in (lines, lines[:1])
    ]

    found = [
        [
            (one["text"]["text"], one["value"])
            for one in walk(blocks)
            if one.get("type") == "button" and one["action_id"].startswith("askaday:past:")
        ]
        for blocks in (several, single)
    ]
    assert found == [
        [("Past questions of daily", "series:3"), ("Past questions of cost", "series:4")],
        [("Past questions", "series:3")],
    ]
    ids = [one["action_id"] for one in walk(several) if "action_id" in one]
    assert len(set(ids)) == len(ids) == 9


def test_open_question_links_to_its_card_and_says_whether_it_is_answered() -> None:
    link = "https://example.slack.com/archives/C1/p1"
    questions = (
        OpenQuestion(7, "daily", "Storage <!channel>", CLOSES, "Europe/Berlin", "C1", "1", is_answered=False),
        OpenQuestion(8, "cost", "Cost", None, "UTC", "C1", None, is_answered=True),
    )

    blocks = home_view(replace(NOTHING, open_questions=questions), {7: link}, NAMES)["blocks"][3:-2]

    assert texts(blocks) == [
        *("daily: ", "Storage <!channel>", "Closes", DATE, "You have not answered yet"),
        *("✅ cost: ", "Cost", "You have answered"),
    ]
    assert [one["url"] for one in walk(blocks) if "url" in one] == [link]


def test_topics_are_drawn_and_said_in_levels() -> None:
    known = [
        TopicLevel("cost", KnowledgeLevel.WEAK, 5),
        TopicLevel("storage", KnowledgeLevel.STRONG, 12),
        TopicLevel("network", KnowledgeLevel.TOO_EARLY, 1),
    ]

    assert home(topics=tuple(known))[5:-1] == [
        "What you know",
        *("●○○ ", "cost", " — weak, 5 answers"),
        *("●●● ", "storage", " — strong, 12 answers"),
        *("○○○ ", "network", " — too early, 1 answer"),
    ]


def test_member_says_that_they_are_away_and_sees_until_when() -> None:
    line = (OwnLine("daily", 1, 12, 186, None, 3),)

    here, away = home(own=line), home(own=line, away_until=date(2026, 12, 10))

    assert [one for one in here if "away" in one] == ["I'm away …"]
    assert [one for one in away if "away" in one or "back" in one] == [
        "You are away until Thursday 10 December: nothing counts as missed until then.",
        "I'm back",
    ]


def test_managers_line_says_who_takes_part_and_what_needs_attention() -> None:
    quiet = replace(MANAGED, took_part=4, members=6)
    busy = replace(quiet, to_decide=1, marked=2)

    assert [home(managed=(one,))[8] for one in (MANAGED, quiet, busy)] == [
        "Nobody could answer yet this month.",
        "4 of 6 people answered this month.",
        "4 of 6 people answered this month, 1 decision waiting for you, 2 questions to look at.",
    ]


def test_weak_topics_can_be_practised() -> None:
    weak = (TopicScore("storage", 0.34, 5), TopicScore("cost", 0.5, 1))

    assert home(weak_topics=weak)[5:-1] == [
        "Worth another look",
        *("storage", " — 5 answers so far"),
        *("cost", " — 1 answer so far"),
        "Practise these",
    ]


def test_managers_see_their_series_with_the_next_slots() -> None:
    assert home(managed=(MANAGED,))[5:-1] == [
        "Your series",
        *("daily", "Every day at 09:00", "Nobody could answer yet this month."),
        *("Next", f"{DATE} · {DATE} · {DATE}"),
        *("Pause", "Skip the next", "Stats", "Settings"),
    ]


def test_buttons_say_which_series() -> None:
    paused = replace(MANAGED, id=4, pause_reason="holidays")

    assert buttons(MANAGED, paused) == [
        ("askaday:practise:8", ""),
        ("askaday:pause:0", "series:3"),
        ("askaday:skip:1", "series:3"),
        ("askaday:stats:2", "series:3"),
        ("askaday:setup:3", "series:3"),
        ("askaday:resume:4", "series:4"),
        ("askaday:stats:5", "series:4"),
        ("askaday:setup:6", "series:4"),
    ]


def test_home_with_very_many_series_stays_within_its_limits() -> None:
    managed = tuple(replace(MANAGED, id=10 * n, name=f"s{n}") for n in range(60))
    view = home_view(replace(NOTHING, managed=managed), {}, NAMES)

    assert len(view["blocks"]) == 100
    assert texts(view["blocks"])[-2:] == ["There is more than fits here.", FOOTER]
    assert broken_rules(view["blocks"]) == []


@pytest.mark.documents(also_without=True)
def test_home_is_valid() -> None:
    assert view_problems(home_view(preview_samples.home(question()), preview_samples.LINKS, NAMES)) == []
