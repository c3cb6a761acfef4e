"""The demo as a newcomer sees it: without a terminal, and at one."""

import re
import subprocess
from pathlib import Path

import pytest

from adapters.grading.vectors.files import is_installed
from bot.cli.play.week import WEEK
from bot.config.settings import default_settings
from bot.packs.library import SHIPPED_PACKS, PackLibrary
from tests.cli.askaday import ASKADAY, Outcome, askaday, at_terminal, clean_environment, leave


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    # The demo takes nothing from the environment, wrong as it may be.
    return askaday(
        tmp_path_factory.mktemp("demo"), "demo", "--no-model", ASKADAY_FLAG_THRESHOLD="many", ASKADAY_PACKS="nowhere"
    )


def test_the_scripted_week_ends_well_and_leaves_nothing_behind(week: Outcome, tmp_path: Path) -> None:
    assert (week.status, week.err, list(tmp_path.iterdir())) == (0, "", [])


def test_the_demo_says_that_words_are_compared_where_no_model_is(week: Outcome) -> None:
    said = "compared by their words alone; `askaday grading install-model` lets them be compared by meaning."

    assert (said in " ".join(week.out.split())) is not is_installed(default_settings().model_dir)


def test_the_scripted_week_asks_five_questions_and_reveals_each(week: Outcome) -> None:
    whole = re.findall(r"│ (Question of the day|Reveal|Model answer|Revealed): ", week.out)
    briefly = re.findall(
        r"^  (?:#askaday|in the thread): (Question of the day|Reveal|Model answer): ", week.out, re.MULTILINE
    )

    assert whole == ["Question of the day", "Reveal", "Model answer", "Revealed", "Revealed"]
    assert briefly == ["Question of the day", "Reveal", "Model answer"] * 4


def test_the_scripted_week_shows_what_teammates_do(week: Outcome) -> None:
    assert [how for how in ("Cy (edited): ", "Eli (in #askaday): ") if how not in week.out] == []
    assert len(re.findall(r"^  Bo: ", week.out, re.MULTILINE)) == 3  # several messages, one answer


def test_the_last_reveal_brings_the_board_of_the_week_with_a_tie(week: Outcome) -> None:
    last = week.out.rpartition("│ daily: Week 50 of 2026")[2].split("╰")[0]
    ranks = re.findall(r"^│ +(🥇|🥈|🥉|\d+\.) ", last, re.MULTILINE)

    assert ranks == ["🥇", "🥈", "🥉", "4.", "5.", "6.", "6."]


def test_the_scripted_week_has_an_exam_a_reminder_and_what_a_manager_sees(week: Outcome) -> None:
    titles = re.findall(
        r"│ (Exam|Your exam|You will be reminded|Time to practise|How you did|People of daily)\b", week.out
    )

    assert titles == [
        *("Exam", "Your exam", "You will be reminded", "Time to practise"),
        *("How you did", "People of daily"),
    ]


def test_the_first_reveal_says_what_graded(week: Outcome) -> None:
    how = "meaning" if is_installed(default_settings().model_dir) else "their words"

    assert week.out.count(f"│ Answers are compared with the model answer by {how}.") == 1


@pytest.mark.parametrize(
    ("settings", "most"),
    [({"COLUMNS": "60", "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}, 60), ({"COLUMNS": "200"}, 100)],
    ids=["narrow and plain", "wide"],
)
def test_the_week_fits_any_terminal(tmp_path: Path, settings: dict[str, str], most: int) -> None:
    # A process of its own: how letters are written is settled when Python starts.
    done = subprocess.run(
        [ASKADAY, "demo", "--no-model"],
        cwd=tmp_path,
        env=clean_environment(tmp_path, **settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    played = Outcome(done.returncode, done.stdout, done.stderr)

    # Addresses stand on lines of their own, so that they can be clicked.
    wide = [line for line in played.out.splitlines() if len(line) > most and not line.startswith("https://")]
    assert (played.status, played.err, wide, "\x1b" in played.out) == (0, "", [], False)
    assert played.out.isascii() is ("PYTHONIOENCODING" in settings)


def test_no_model_answer_is_printed_before_its_reveal(week: Outcome) -> None:
    questions = PackLibrary([SHIPPED_PACKS]).packs()["aws"].by_ref
    reveals = [match.start() for match in re.finditer(r"(│|in the thread:) Model answer: ", week.out)]

    found = []
    for day, reveal in zip(WEEK, reveals, strict=True):
        sentences = _sentences(questions[f"aws/{day.question}"].model_answer)
        before, after = (_letters(part) for part in (week.out[:reveal], week.out[reveal:]))
        # Long answers are cut, but never before their first sentence.
        found.append(([s for s in sentences if s in before], sentences[0] in after))

    # Of the other days' model answers the title alone is printed.
    assert found == [([], True), *[([], False)] * (len(WEEK) - 1)]


def test_the_reveal_is_short(week: Outcome) -> None:
    [reveal] = [part.split("╰")[0] for part in re.split(r"│ Reveal: ", week.out)[1:]]

    assert len(reveal.splitlines()) <= 25


def _sentences(markdown: str) -> list[str]:
    """Give the sentences long enough to be nobody else's, as `_letters` gives them."""
    prose = re.sub(r"```.*?```|^\|.*?$", "\n", markdown, flags=re.DOTALL | re.MULTILINE)
    sentences = [_letters(sentence) for sentence in re.split(r"(?<=[.:])\s+|\n\s*\n", prose)]
    return [sentence for sentence in sentences if len(sentence) > 30]


def _letters(text: str) -> str:
    """Give letters and digits alone: a terminal draws frames, breaks lines and takes Markdown off."""
    return "".join(character for character in text if character.isalnum())


def test_a_round_played_at_a_terminal(tmp_path: Path) -> None:
    play = at_terminal(tmp_path, "demo", "--no-model")
    play.expect("Type your answer and press Enter")
    # The first screen: one card, and one line of what to type.
    assert [play.before.count(sign) for sign in ("╭", "╰", "Question of the day: ")] == [1, 1, 1]
    play.sendline("/help")
    play.expect("What you can type")
    play.expect("╰")
    assert [word for word in ("/edit", "/delete", "/qotd …") if word in play.before] == []
    play.sendline("Replies go to a random high port, so the stateless ACL must let them out.")
    play.expect("You.*: Replies go to")
    play.sendline("/aws-quiz storage")
    play.expect("For you: ")
    play.sendline("/qotd stats")
    play.expect("Team of daily")
    play.sendline("/qotd close")
    play.expect("Reveal: ")
    play.expect("Model answer")
    play.expect("Revealed: ")
    status = leave(play, "quit")

    assert (status, "That was the demo, and nothing of it is kept." in str(play.before)) == (0, True)
