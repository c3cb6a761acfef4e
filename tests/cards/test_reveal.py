"""What is shown after the close: to all, and to each alone."""

from dataclasses import replace

import pytest

from bot.cards.reveal import (
    answers_card,
    best_answer_card,
    model_answer_card,
    own_result_card,
    reveal_card,
    whole_answer,
)
from bot.domain.answers import SEALED
from bot.domain.card import Action, Card, Facts, Heading, KeyPointLine, Meter, Quote, Small, Table, Text, Tone
from bot.domain.grading import Finding, Grade, Source
from bot.domain.question import Question
from bot.domain.series import Results
from bot.domain.text import one_line
from tests.cards.rounds_of_cards import AT, HOSTILE, answer, earned, judgement, played
from tests.worlds.builders import question

MINE, FLAG = Action("mine", "How did I do?", "round:7"), Action("flag", "Flag", "round:7")
COVERED, UNSURE, MISSED = Finding.COVERED, Finding.UNSURE, Finding.NOT_FOUND
NAMES = {"ana": "Ana", "bo": "Bo", "cy": "Cy", "dee": "Dee", "zed": "Zed"}
SHORT = Text("It stores turquoise lanterns (1). Elephants guard marble gates.")
NOBODY_LOOKED = (Meter("It stores turquoise lanterns.", 0, 0), Meter("Elephants guard marble gates.", 0, 0))


def test_reveal_card() -> None:
    answers = [answer("ana"), answer("bo", "the best words"), answer("cy"), answer("dee"), answer("eve")]
    judgements = {"ana": judgement(COVERED, UNSURE), "bo": judgement(COVERED, COVERED), "cy": judgement()}
    points = {"ana": earned("ana"), "bo": earned("bo", 12, 1.0), "cy": earned("cy", 2, None), "dee": earned("dee")}
    asked = labelled(question(short_answer="Lanterns and elephants."))

    card = reveal_card(played(best_member="bo", question=asked), answers, judgements, points, NAMES)

    assert card == Card(
        "Reveal: Storage · associate",
        (
            Text("Lanterns and elephants."),
            Meter("Lanterns inside", 2, 2),
            Meter("Elephants outside", 1, 2),
            Quote("★ Best answer · Bo", "the best words"),
            Heading("5 answers"),
            Small("🥇 Bo · 12 points"),
            Small("🥈 Ana · 6 points"),
            Small("🥈 Dee · 6 points"),
        ),
        (MINE,),
        menu=(FLAG,),
        feedback="round:7",
        tone=Tone.REVEAL,
    )


def labelled(asked: Question) -> Question:
    labels = ("Lanterns inside", "Elephants outside")
    points = tuple(replace(point, label=label) for point, label in zip(asked.key_points, labels, strict=True))
    return replace(asked, key_points=points)


def test_model_answer_card_says_nothing_of_the_reveal_again() -> None:
    asked = labelled(question(title="A slow morning", short_answer="Lanterns.", services=("Amazon S3",)))

    assert model_answer_card(played(question=asked)) == Card(
        "Model answer: A slow morning",
        (
            Text("It stores turquoise lanterns (1). Elephants guard marble gates."),
            Heading("Read more"),
            Text("- [Docs](https://docs.aws.amazon.com/)"),
            Small("Services: Amazon S3"),
            Small("Verified 1 January 2026 · basics/question-1"),
        ),
        tone=Tone.REVEAL,
    )
    assert model_answer_card(played(question=None)) == Card("Model answer")


@pytest.mark.parametrize(
    ("points", "places"),
    [
        ({"ana": 9, "bo": 9, "cy": 9, "dee": 9}, ["🥇 Ana", "🥇 Bo", "🥇 Cy"]),
        ({"ana": 1, "bo": 9, "cy": 9, "dee": 2}, ["🥇 Bo", "🥇 Cy", "🥉 Dee"]),
        ({"ana": 3, "bo": 2, "cy": 2, "dee": 2}, ["🥇 Ana", "🥈 Bo", "🥈 Cy"]),
        ({"ana": 1}, ["🥇 Ana"]),
    ],
)
def test_reveal_card_gives_equals_the_same_medal(points: dict[str, int], places: list[str]) -> None:
    answers = [answer(member) for member in points]

    card = reveal_card(played(), answers, {}, {who: earned(who, many) for who, many in points.items()}, NAMES)

    named = [block.text.rpartition(" · ")[0] for block in card.blocks if isinstance(block, Small)]
    assert named == places


def test_reveal_card_counts_those_who_are_not_named() -> None:
    points = {"ana": earned("ana"), "who": earned("who", 12)}

    card = reveal_card(played(), [answer("ana"), answer("who")], {}, points, NAMES)

    assert card.blocks[-2:] == (Heading("2 answers"), Small("🥇 Ana · 6 points"))


def test_reveal_card_of_all_shows_the_first_twenty_and_a_button_for_the_rest() -> None:
    people = [f"m{number:02}" for number in range(1, 22)]
    points = {who: earned(who, 50 - number, 0.5) for number, who in enumerate(people)}
    names = {who: who.upper() for who in people}

    whole, more = (
        reveal_card(played(best_member="m02"), [answer(who) for who in some], {}, points, names, results=Results.ALL)
        for some in (people[:20], people)
    )

    rows = tuple((f"M{n:02}{' ★' if n == 2 else ''}", "50 %", str(51 - n)) for n in range(1, 21))
    table = Table(("Who answered", "Score", "Points"), rows, numeric=(1, 2))
    assert (whole.blocks[-2:], whole.actions) == ((Heading("20 answers"), table), (MINE,))
    assert (more.blocks[-2:], more.actions) == (
        (Heading("21 answers"), table),
        (MINE, Action("everybody", "Everybody", "round:7")),
    )


def test_reveal_card_of_none_names_nobody_but_the_best_answer() -> None:
    card = reveal_card(
        played(best_member="ana"),
        [answer("ana"), answer("bo")],
        {},
        {"ana": earned("ana")},
        NAMES,
        results=Results.NONE,
    )

    assert card.blocks[-2:] == (Quote("★ Best answer · Ana", "words"), Small("2 answers."))


def test_reveal_card_leads_to_the_answers_of_a_sealed_series() -> None:
    reading = Action("answers", "Read the answers", "round:7")
    sealed = played(is_sealed=True)

    assert reveal_card(sealed, [answer("ana")], {}, {}, {}, reads_answers=True).actions == (MINE, reading)
    assert reveal_card(sealed, [], {}, {}, {}, reads_answers=True).actions == (MINE,)


def test_answers_card_publishes_sealed_answers_in_their_order() -> None:
    answers = [answer("bo", "the best words"), answer("who", "secret"), answer("cy", "🎉"), answer("dee", "")]

    assert answers_card(played(is_sealed=True), answers, NAMES) == Card(
        "Answers: Storage · associate", (Quote("Bo", "the best words"), Quote("A member", "secret"), Quote("Cy", "🎉"))
    )


def test_reveal_card_best_answer_of_who_is_not_named() -> None:
    card = reveal_card(played(best_member="ana"), [answer("ana")], {}, {"ana": earned("ana")}, {})

    assert card.blocks[-2:] == (Quote("★ Best answer · A member", "words"), Small("1 answer."))


def test_best_answer_is_quoted_in_running_text_by_its_first_forty_words_and_names_its_message() -> None:
    long = replace(answer("ana", "word\n" + "word " * 60), messages=("m1", "m2"))
    sealed = replace(long, messages=(f"{SEALED}ana",))

    shown = best_answer_card(played(), long, "Ana").blocks
    of_form = best_answer_card(played(is_sealed=True), sealed, "Ana").blocks

    quoted = "word " * 39 + "word …"
    assert shown == (Quote("Ana", quoted, message="m1"),)
    assert of_form == (Quote("Ana", quoted),)
    assert whole_answer("https://x.example/1") == Text("[Whole answer](https://x.example/1)")


def test_reveal_card_counts_answers_with_words_only() -> None:
    judgements = {"ana": judgement(COVERED, MISSED), "bo": judgement(MISSED, MISSED)}

    card = reveal_card(played(), [answer("ana"), answer("bo", "👍")], judgements, {}, {})

    assert [block.said for block in card.blocks if isinstance(block, Meter)] == ["1 of 1", "0 of 1"]
    assert card.blocks[-1] == Small("1 answer.")


def test_reveal_card_does_not_quote_what_was_given_privately_in_an_open_series() -> None:
    private = replace(answer("ana", "secret"), messages=("m-ana", f"{SEALED}ana"))

    card = reveal_card(played(best_member="ana"), [private], {}, {}, {"ana": "Ana"})
    later = best_answer_card(played(), private, "Ana")

    not_shown = Small("Ana gave it privately, so it is not shown.")
    assert card.blocks[-3:] == (Heading("★ Best answer"), not_shown, Small("1 answer."))
    assert later.blocks == (not_shown,)
    assert best_answer_card(played(is_sealed=True), private, "Ana").blocks == (Quote("Ana", "secret"),)


@pytest.mark.parametrize("results", list(Results))
def test_reveal_card_nobody_answered(results: Results) -> None:
    card = reveal_card(played(), [], {}, {}, {}, results=results)

    nobody = Small("Nobody answered this one. The next question comes on schedule.")
    assert card.blocks == (SHORT, *NOBODY_LOOKED, nobody)


def test_reveal_card_of_a_round_without_a_question() -> None:
    assert reveal_card(played(question=None), [], {}, {}, {}) == Card("The question has closed")


def test_reveal_card_quotes_hostile_words_as_they_are() -> None:
    card = reveal_card(
        played(best_member="ana"), [answer("ana", HOSTILE)], {}, {"ana": earned("ana")}, {"ana": HOSTILE}
    )

    assert Quote(f"★ Best answer · {HOSTILE}", one_line(HOSTILE)) in card.blocks
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
            Text("**1 of 2 key points recognised**"),
            Facts((("Graded by", "Askaday"), ("Earned", "6 for the board"))),
            KeyPointLine("It stores turquoise lanterns.", "covered", "the words"),
            KeyPointLine("Elephants guard marble gates.", "not found in your reply"),
            Small("A reason."),
        ),
    )


def test_own_result_card_by_people() -> None:
    by_reviewer = own(Grade(7, "ana", Source.REVIEWER, judgement(reason="Well put."), "root", AT))
    by_peer = own(Grade(7, "ana", Source.PEER, judgement(score=None), "bo", AT))

    assert by_reviewer.blocks[1:] == (
        Facts((("Graded by", "a reviewer"), ("Earned", "6 for the board"))),
        Small("Well put."),
    )
    assert by_peer.blocks[1] == Facts((("Graded by", "a peer"), ("Earned", "6 for the board")))


def test_own_result_card_without_grade_or_points() -> None:
    grade = Grade(7, "ana", Source.AUTO, judgement(), "participation", AT)

    assert own(None).blocks == (Quote("Your answer", "words"),)
    assert own_result_card(played(), answer("ana"), grade, None).blocks[1] == Facts((("Graded by", "Askaday"),))


def test_own_result_card_names_points_by_their_labels_and_quotes_how_the_answer_begins() -> None:
    grade = Grade(7, "ana", Source.AUTO, judgement(COVERED, MISSED), "keypoints", AT)
    long = answer("ana", "word " * 600)

    card = own_result_card(played(question=labelled(question())), long, grade, earned("ana"))

    assert card.blocks[0] == Quote("Your answer", "word " * 39 + "word …")
    assert card.blocks[3:5] == (
        KeyPointLine("Lanterns inside", "covered", "the words"),
        KeyPointLine("Elephants outside", "not found in your reply"),
    )
