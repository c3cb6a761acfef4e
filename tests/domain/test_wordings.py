from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.judging.wordings import Saying, Wording, laid_over
from tests.worlds.builders import WORKSPACE, question

GATES = "Elephants guard marble gates."
SAID = Wording(
    1,
    WORKSPACE,
    "basics/question-1",
    GATES,
    "Beasts at the door",
    Saying.WORDING,
    "ana",
    "cy",
    datetime(2026, 1, 1, tzinfo=UTC),
)


def test_sentences_stand_behind_the_packs_own_wordings_and_contraries() -> None:
    asked = question()
    contrary = replace(SAID, text="Nobody guards it", saying=Saying.CONTRARY)

    taught = laid_over(asked, [SAID, contrary])

    lanterns, gates = taught.key_points
    assert lanterns == asked.key_points[0]
    assert gates.alt == ("pachyderms at the portal", "Beasts at the door")
    assert gates.contrary == ("tigers at the fence", "Nobody guards it")
    assert replace(taught, key_points=asked.key_points) == asked


def test_what_is_there_already_is_not_laid_over_twice() -> None:
    texts = ("beasts  at the DOOR", GATES.upper(), "Tigers at the fence", "  ")

    taught = laid_over(question(), [SAID, *(replace(SAID, text=text) for text in texts)])

    assert taught.key_points[1].alt == ("pachyderms at the portal", "Beasts at the door")


def test_what_belongs_to_another_question_or_to_a_point_that_is_gone_changes_nothing() -> None:
    asked = question()

    assert laid_over(asked, [replace(SAID, ref="basics/question-2"), replace(SAID, point="Tigers do.")]) is asked
