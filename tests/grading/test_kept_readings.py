"""An answer that is graded again is not read again, nor is a question that others were not asked since."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Thread

from adapters.grading.aligned.aligning import RUBRICS, AligningGrader
from adapters.grading.aligned.kept import KeptReadings
from adapters.grading.aligned.lexical import CALIBRATION
from adapters.grading.aligned.reading import Reading, read
from adapters.grading.vectors.static import StaticVectors
from adapters.grading.vectors.words import Encoded, WordVectors
from tests.worlds.builders import question

ANSWER = "It stores turquoise lanterns at the portal."
GIVEN = question()


class Counting:
    """Vectors that note what was read."""

    name, dims = "counting", 0

    def __init__(self, vectors: WordVectors) -> None:
        self._vectors = vectors
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        self.read += texts
        return self._vectors.encode(texts)


def test_answer_is_read_once_whatever_the_rubric() -> None:
    vectors = Counting(StaticVectors.open())
    grader = AligningGrader("lexical", vectors, CALIBRATION)
    lanterns, gates = GIVEN.key_points
    taught = replace(GIVEN, key_points=(lanterns, replace(gates, alt=(*gates.alt, "things at the portal"))))

    first, again, otherwise = (grader.grade(one, ANSWER) for one in (GIVEN, GIVEN, taught))

    fresh = AligningGrader("lexical", StaticVectors.open(), CALIBRATION)
    assert (first, again, otherwise) == (first, first, fresh.grade(taught, ANSWER))
    assert vectors.read.count(ANSWER.rstrip(".")) == 1


def test_rubric_is_read_anew_after_as_many_others_as_are_kept() -> None:
    vectors = Counting(StaticVectors.open())
    grader = AligningGrader("lexical", vectors, CALIBRATION)
    questions = [replace(GIVEN, prompt=f"{GIVEN.prompt} ({number})") for number in range(RUBRICS + 1)]

    for one in (*questions, questions[-1], questions[1], questions[0]):
        grader.grade(one, ANSWER)

    read_twice = [one for one in questions if vectors.read.count(one.prompt) > 1]
    assert read_twice == questions[:1]


def test_what_was_asked_for_longest_ago_is_let_go() -> None:
    vectors = StaticVectors.open()
    asked: list[str] = []

    def reading(text: str) -> Reading:
        asked.append(text)
        return read([text], vectors)[0]

    kept = KeptReadings(most=4)
    for text in ("red lanterns", "blue drums", "red lanterns", "old tigers", "red lanterns", "blue drums"):
        assert kept.of(text, reading).text == text
    kept.of("ten grey elephants guard many marble gates", reading)
    kept.of("blue drums", reading)

    assert asked == [
        *("red lanterns", "blue drums", "old tigers", "blue drums"),
        *("ten grey elephants guard many marble gates", "blue drums"),
    ]


def test_threads_that_ask_at_once_leave_it_whole() -> None:
    vectors, kept = StaticVectors.open(), KeptReadings(most=6)
    texts = [f"lantern {number}" for number in range(20)]
    found: list[bool] = []

    def reading(text: str) -> Reading:
        return read([text], vectors)[0]

    def ask() -> None:
        found.extend(kept.of(text, reading).text == text for text in texts * 3)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [True] * len(texts) * 3 * 4
