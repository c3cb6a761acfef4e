"""Results and answers by pages, for one member."""

from bot.cards.recognised import claiming_line, repeated_blocks
from bot.cards.results import answers_page_card, everybody_card
from bot.domain.card import Action, Card, Quote, Small, Table, Text
from bot.domain.grading import Finding, Judgement, PointFinding
from tests.cards.rounds_of_cards import answer, earned, played

HEADER = ("Who answered", "Score", "Points")
PEOPLE = [f"m{number}" for number in range(45)]
NAMES = {who: who.upper() for who in PEOPLE}
STANDINGS = [(place, earned(who, 100 - place)) for place, who in enumerate(PEOPLE, start=1)]


def rows(first: int, last: int) -> Table:
    some = tuple((f"M{n}", "50 %", str(99 - n)) for n in range(first, last))
    return Table(HEADER, some, numeric=(1, 2))


def test_results_come_by_twenty() -> None:
    pages = [everybody_card(played(), STANDINGS, NAMES, page) for page in (1, 2, 3, 9)]

    assert pages == [
        Card(
            "Results: Storage · associate",
            (rows(0, 20), Small("Page 1 of 3.")),
            (Action("everybody", "More", "round:7/2"),),
        ),
        Card(
            "Results: Storage · associate",
            (rows(20, 40), Small("Page 2 of 3.")),
            (Action("everybody", "More", "round:7/3"),),
        ),
        Card("Results: Storage · associate", (rows(40, 45), Small("Page 3 of 3."))),
        Card("Results: Storage · associate", (rows(40, 45), Small("Page 3 of 3."))),
    ]


def test_results_on_one_page() -> None:
    assert everybody_card(played(), STANDINGS[:20], NAMES, 1).blocks == (rows(0, 20),)
    assert everybody_card(played(), [], {}, 1).blocks == (Text("There is no result to show."),)


def test_answers_come_in_pages_that_fit_into_a_message() -> None:
    texts = ["a" * 1500, "b" * 1000, "c" * 1, " ", "d" * 9000, "e"]
    answers = [answer(f"m{n}", text) for n, text in enumerate(texts)]

    pages = [answers_page_card(played(), answers, {"m0": "Ana"}, page) for page in (1, 2, 3, 4, 5)]

    assert [[block.text[0] for block in page.blocks if isinstance(block, Quote)] for page in pages] == [
        ["a", "b"],
        ["c"],
        ["d"],
        ["e"],
        ["e"],
    ]
    assert pages[0] == Card(
        "Answers: Storage · associate",
        (Quote("Ana", "a" * 1500), Quote("A member", "b" * 1000), Small("Page 1 of 4.")),
        (Action("answers", "More", "round:7/2"),),
    )
    assert pages[3].actions == ()


def test_answers_where_nobody_wrote_anything() -> None:
    assert answers_page_card(played(), [answer("ana", " ")], {}, 1).blocks == (Text("There is no answer to show."),)


def test_sentence_that_was_taken_for_three_points_is_told() -> None:
    said = ["The whole of one long sentence says nearly everything.", "… of one long sentence says nearly everything"]
    findings = [PointFinding(Finding.COVERED, words) for words in (*said, said[0], "Another one.")]
    three, two = (Judgement(1.0, tuple(some), "") for some in (findings, findings[1:]))

    assert repeated_blocks(three) == (
        Small("The same words were taken for 3 key points: a reviewer may find that they say fewer."),
    )
    assert repeated_blocks(two) == ()


def test_reason_of_before_is_not_said_again_in_other_words() -> None:
    """Grades that are kept say it in the words of their time."""
    before = "0 of 1 key point found. Your words could not be matched with the points: that happens to answers like it."
    kept = Judgement(0.0, (PointFinding(Finding.NOT_FOUND),), before)

    assert claiming_line(kept) == Small(
        "If you made a point, press “I said that”: it counts in your practice at once, and a reviewer decides for the "
        "board."
    )
