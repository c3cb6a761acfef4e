"""What is shown after the close: to all, and to each alone."""

from dataclasses import replace

from bot.cards.question import model_answer_blocks
from bot.cards.reveal import best_answer_card, own_result_card, reveal_card
from bot.domain.answers import SEALED
from bot.domain.card import Action, Card, Facts, Heading, KeyPointLine, Quote, Small, Table, Text
from bot.domain.grading import Finding, Grade, Source
from tests.cards.rounds_of_cards import AT, HOSTILE, answer, earned, judgement, played
from tests.worlds.builders import question

MINE, FLAG = Action("mine", "How did I do?", "round:7"), Action("flag", "Flag", "round:7")
COVERED, UNSURE, MISSED = Finding.COVERED, Finding.UNSURE, Finding.NOT_FOUND


def test_reveal_card() -> None:
    answers = [answer("ana"), answer("bo", "the best words"), answer("cy"), answer("dee")]
    judgements = {"ana": judgement(COVERED, UNSURE), "bo": judgement(COVERED, COVERED), "cy": judgement()}
    points = {"ana": earned("ana"), "bo": earned("bo", 12, 1.0), "cy": earned("cy", 2, None), "dee": earned("dee")}

    card = reveal_card(
        played(best_member="bo"), answers, judgements, points, {"ana": "Ana", "bo": "Bo", "cy": "Cy", "zed": "Zed"}
    )

    assert card == Card(
        "Reveal: Storage · associate",
        (
            *model_answer_blocks(question()),
            Heading("Key points"),
            KeyPointLine("It stores turquoise lanterns.", "2 of 2"),
            KeyPointLine("Elephants guard marble gates.", "1 of 2"),
            Heading("★ Best answer"),
            Quote("Bo", "the best words"),
            Heading("4 answers"),
            Table(
                ("Who answered", "Score", "Points"),
                (("Bo ★", "100 %", "12"), ("Ana", "50 %", "6"), ("Cy", "-", "2")),
                numeric=(1, 2),
            ),
        ),
        (MINE,),
        menu=(FLAG,),
    )


def test_reveal_card_best_answer_of_who_is_not_named() -> None:
    card = reveal_card(played(best_member="ana"), [answer("ana")], {}, {"ana": earned("ana")}, {})

    assert card.blocks[-3:] == (Heading("★ Best answer"), Quote("A member", "words"), Heading("1 answer"))


def test_reveal_card_publishes_sealed_answers_in_their_order() -> None:
    answers = [answer("bo", "the best words"), answer("zoe", "secret"), answer("cy", "🎉"), answer("dee", "")]

    card = reveal_card(played(best_member="bo"), answers, {}, {}, {"bo": "Bo", "cy": "Cy"}, is_sealed=True)

    assert card.blocks[-7:] == (
        Heading("Answers"),
        Quote("Bo", "the best words"),
        Quote("A member", "secret"),
        Quote("Cy", "🎉"),
        Heading("★ Best answer"),
        Quote("Bo", "the best words"),
        Heading("2 answers"),
    )


def test_reveal_card_of_a_sealed_series_nobody_answered() -> None:
    assert reveal_card(played(), [], {}, {}, {}, is_sealed=True) == reveal_card(played(), [], {}, {}, {})


def test_reveal_card_counts_answers_with_words_only() -> None:
    judgements = {"ana": judgement(COVERED, MISSED), "bo": judgement(MISSED, MISSED)}

    card = reveal_card(played(), [answer("ana"), answer("bo", "👍")], judgements, {}, {})

    assert [block.outcome for block in card.blocks if isinstance(block, KeyPointLine)] == ["1 of 1", "0 of 1"]
    assert card.blocks[-1] == Heading("1 answer")


def test_reveal_card_does_not_quote_what_was_given_privately_in_an_open_series() -> None:
    private = replace(answer("ana", "secret"), messages=("m-ana", f"{SEALED}ana"))

    card = reveal_card(played(best_member="ana"), [private], {}, {}, {"ana": "Ana"})
    later = best_answer_card(played(), private, "Ana")

    not_shown = Small("Ana gave it privately, so it is not shown.")
    assert card.blocks[-3:] == (Heading("★ Best answer"), not_shown, Heading("1 answer"))
    assert later.blocks == (not_shown,)
    assert best_answer_card(played(), private, "Ana", is_sealed=True).blocks == (Quote("Ana", "secret"),)


def test_reveal_card_nobody_answered() -> None:
    card = reveal_card(played(), [], {}, {}, {})

    assert card.blocks[-3:] == (
        KeyPointLine("It stores turquoise lanterns.", ""),
        KeyPointLine("Elephants guard marble gates.", ""),
        Small("Nobody answered this one. The next question comes on schedule."),
    )


def test_reveal_card_of_a_round_without_a_question() -> None:
    assert reveal_card(played(question=None), [], {}, {}, {}) == Card("The question has closed")


def test_reveal_card_quotes_hostile_words_as_they_are() -> None:
    card = reveal_card(
        played(best_member="ana"), [answer("ana", HOSTILE)], {}, {"ana": earned("ana")}, {"ana": HOSTILE}
    )

    assert Quote(HOSTILE, HOSTILE) in card.blocks
    assert not any(HOSTILE in block.markdown for block in card.blocks if isinstance(block, Text))


def test_best_answer_card() -> None:
    assert best_answer_card(played(), answer("ana"), "Ana") == Card(
        "Best answer: Storage · associate", (Quote("Ana", "words"),)
    )
    assert best_answer_card(played(question=None), answer("ana"), "Ana").title == "Best answer"


def own(grade: Grade | None) -> Card:
    return own_result_card(played(), answer("ana"), grade, earned("ana"))


def test_own_result_card() -> None:
    grade = Grade(7, "ana", Source.AUTO, judgement(COVERED, MISSED), "keypoints", AT)

    assert own(grade) == Card(
        "How you did",
        (
            Quote("Your answer", "words"),
            Facts((("Score", "50 %"), ("Graded by", "Askaday"), ("Points", "6"))),
            KeyPointLine("It stores turquoise lanterns.", "covered", "the words"),
            KeyPointLine("Elephants guard marble gates.", "not found in your reply"),
            Small("A reason."),
        ),
    )


def test_own_result_card_by_people() -> None:
    by_reviewer = own(Grade(7, "ana", Source.REVIEWER, judgement(reason="Well put."), "root", AT))
    by_peer = own(Grade(7, "ana", Source.PEER, judgement(score=None), "bo", AT))

    assert by_reviewer.blocks[1:] == (
        Facts((("Score", "50 %"), ("Graded by", "a reviewer"), ("Points", "6"))),
        Small("Well put."),
    )
    assert by_peer.blocks[1] == Facts((("Score", "-"), ("Graded by", "a peer"), ("Points", "6")))


def test_own_result_card_without_grade_or_points() -> None:
    grade = Grade(7, "ana", Source.AUTO, judgement(), "participation", AT)

    assert own(None).blocks == (Quote("Your answer", "words"),)
    assert own_result_card(played(), answer("ana"), grade, None).blocks[1] == Facts(
        (("Score", "50 %"), ("Graded by", "Askaday"))
    )
