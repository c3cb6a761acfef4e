"""How the graders agree with answers by several hands: it is noticed when one gets better, or breaks."""

from collections import Counter
from pathlib import Path
from statistics import correlation

import pytest
import yaml

from adapters.grading.text.words import tidy, words_of
from tests.content.formats import FORMATS
from tests.content.shipped import shipped_pack
from tests.grading.authors import AUTHORS, KINDS, KINDS_OF_MOST, Given, agreement, answers_of, length
from tests.grading.graders import BOTH, grader, needs_model

#: `python -m benchmarks.grading.authors --write` writes it.
_MEASURED = yaml.safe_load(Path(__file__).with_name("measured.yaml").read_text("utf-8"))
_QUESTIONS = {one.id: one for one in shipped_pack().pack.questions}
#: Who writes of the same service uses its names; who had seen the wordings would do so far more often.
_CHANCE = 0.06
_RUN = 5
_WIDEST = 0.3


@pytest.mark.parametrize("author", AUTHORS)
def test_each_question_has_its_kinds_in_order(author: str) -> None:
    by_question: dict[str, list[str]] = {}
    for one in answers_of(author):
        by_question.setdefault(one.question, []).append(one.kind)

    assert {tuple(kinds) for kinds in by_question.values()} <= {KINDS_OF_MOST, KINDS}
    assert set(by_question) <= set(_QUESTIONS)


@pytest.mark.parametrize("author", AUTHORS)
def test_ranges_say_something(author: str) -> None:
    ranges = [(one.low, one.high, round(one.high - one.low, 2)) for one in answers_of(author)]

    assert [one for one in ranges if not (0 <= one[0] <= one[1] <= 1 and one[2] <= _WIDEST)] == []


def test_every_question_has_answers_of_the_kinds_that_all_have() -> None:
    counts = Counter((one.question, one.kind) for author in AUTHORS for one in answers_of(author))

    assert [(question, kind) for question in _QUESTIONS for kind in KINDS_OF_MOST if not counts[question, kind]] == []


def test_page_by_question_has_a_row_of_each_format_and_question() -> None:
    page = (Path(__file__).parents[2] / "docs" / "grading-by-question.md").read_text("utf-8")

    rows = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line.startswith("| ")]

    assert rows == ["format", *FORMATS, "question", *sorted(_QUESTIONS)]


@pytest.mark.repeats
def test_wordings_and_answers_are_by_hands_that_did_not_see_each_other() -> None:
    wordings = {
        name: {run for point in one.key_points for text in point.alt for run in _runs(text)}
        for name, one in _QUESTIONS.items()
    }
    given = [one for author in AUTHORS for one in answers_of(author)]
    alike = [one for one in given if wordings[one.question] & _runs(one.answer)]

    assert len(alike) / len(given) <= _CHANCE


def _runs(text: str) -> set[tuple[str, ...]]:
    stems = [word.stems[0] for word in words_of(tidy(text))]
    return {tuple(stems[place : place + _RUN]) for place in range(len(stems) - _RUN + 1)}


@pytest.mark.repeats
def test_guards_leave_terse_and_slangy_answers_alone() -> None:
    # Every other one: all of them are in docs/grading.md.
    given = [one for author in AUTHORS for one in answers_of(author) if one.kind in {"terse", "slang"}][::2]

    spoken = [one for one in given if grader("lexical").grade(_QUESTIONS[one.question], one.answer).guards]

    # Three of two hundred.
    assert len(spoken) / len(given) <= 0.015


@pytest.mark.repeats
@needs_model
def test_guards_say_the_same_whatever_words_are_compared_by() -> None:
    """What one grader's guards say of hundreds of answers holds for the other's."""
    given = [one for author in AUTHORS for one in answers_of(author) if one.is_of_all_kinds][: 2 * len(KINDS)]
    answers = [(_QUESTIONS[one.question], one.answer) for one in given]
    answers += [(asked, " ".join(sorted(asked.model_answer.split()))) for asked in dict(answers)]

    found = {name: [grader(name).grade(*one).guards for one in answers] for name in ("lexical", "semantic")}

    assert found["semantic"] == found["lexical"]
    assert [guards != () for guards in found["lexical"]] == [False] * len(given) + [True] * 2


@pytest.mark.repeats
@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("author", [author for author in AUTHORS if author in _MEASURED])
def test_grader_agrees_as_it_was_measured(name: str, author: str) -> None:
    given = [one for one in answers_of(author) if one.is_of_all_kinds]

    scores = [grader(name).grade(_QUESTIONS[one.question], one.answer).score or 0.0 for one in given]

    found = agreement(given, scores)

    measured = _MEASURED[author][name]
    # Other processors round otherwise in the last place: of twenty answers one can find a passage or not.
    assert found.means == pytest.approx(measured["means"], abs=0.03)
    figures = (found.r, found.beyond_length, found.mean_error)
    assert figures == pytest.approx([measured[one] for one in ("r", "beyond length", "mean error")], abs=0.011)


@pytest.mark.parametrize("author", list(_MEASURED))
def test_length_alone_agrees_as_it_was_measured(author: str) -> None:
    given = [one for one in answers_of(author) if one.is_of_all_kinds]

    found = correlation([length(one) for one in given], [one.worth for one in given])

    assert found == pytest.approx(_MEASURED[author]["length alone"], abs=0.001)


def test_agreement_beyond_length_is_none_where_score_and_worth_have_only_length_in_common() -> None:
    # Eight lengths, of each the four ways in which a score and a worth can be off: by chance they agree in none.
    signs = [(score, worth) for score in (-1, 1) for worth in (-1, 1)]
    rows = [(words, score, worth) for words in range(1, 9) for score, worth in signs]
    given = [_given(words, words / 10 + worth * 0.1) for words, _, worth in rows]

    found = agreement(given, [words / 10 + score * 0.1 for words, score, _ in rows])

    assert found.r > 0.8
    assert abs(found.beyond_length) < 0.1


def test_agreement_beyond_length_is_full_where_scores_are_the_worth_and_something_for_length() -> None:
    given = [_given(words, worth) for words in (8, 16, 32) for worth in (0.1, 0.5, 0.9)]

    found = agreement(given, [one.worth + 0.3 * length(one) for one in given])

    assert found.r < 0.9
    assert found.beyond_length == pytest.approx(1)


def _given(words: int, worth: float) -> Given:
    return Given("anyone", "any", "good", worth, worth, "word " * words, is_of_all_kinds=True)
