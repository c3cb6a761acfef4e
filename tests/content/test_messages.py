"""How many messages, and how many words, the reveal of each shipped question is, with five and with 300 answers."""

import re

import pytest

from adapters.discord.render import messages as discord
from adapters.slack.render import messages as slack
from bot.cards.question import question_card
from bot.cards.reveal import model_answer_card, reveal_card
from bot.domain.card import Card
from bot.domain.grading import Finding
from bot.domain.question import Question
from tests.cards.rounds_of_cards import answer, earned, judgement, played, series
from tests.content.shipped import shipped_pack

MOST_WITH_BEST = 170
QUESTIONS = shipped_pack().pack.questions


def reveal(question: Question, answers: int) -> Card:
    """Give a reveal whose best answer is long; a pack without labels would show the texts."""
    people = [f"m{number}" for number in range(answers)]
    found = judgement(*[Finding.COVERED] * len(question.key_points))
    return reveal_card(
        played(question=question, best_member="m1"),
        [answer(who, "word " * 200) for who in people],
        dict.fromkeys(people, found),
        {who: earned(who, number) for number, who in enumerate(people)},
        {who: f"Given Family{who}" for who in people},
    )


def counts(card: Card) -> tuple[int, int]:
    """Give in how many messages a card is posted in Slack and in Discord."""
    return len(slack.messages(card)), len(discord.messages(card))


@pytest.mark.repeats
@pytest.mark.parametrize("answers", [5, 300])
def test_reveal_and_model_answer_are_two_messages(answers: int) -> None:
    found = {
        question.id: (counts(reveal(question, answers)), counts(model_answer_card(played(question=question))))
        for question in QUESTIONS
    }

    assert {name: made for name, made in found.items() if made != ((1, 1), (1, 1))} == {}


def test_no_card_names_what_the_answer_is_about() -> None:
    told = [
        question.id
        for question in QUESTIONS
        for shown in [question_card(series(), played(question=question), question)]
        for service in question.services
        if service in repr(shown) and service not in question.prompt
    ]

    assert told == []


def words(text: str) -> int:
    return len([word for word in text.split() if re.search(r"\w", word)])


@pytest.mark.repeats
def test_reveals_of_the_pack_are_short() -> None:
    """With a best answer and 300 answers; a message of 600 to 700 words was three to four screens of a phone."""
    lengths = {question.id: words(slack.messages(reveal(question, 300))[0].text) for question in QUESTIONS}

    # A link to the whole answer comes to it.
    assert {name: length for name, length in lengths.items() if length + 2 > MOST_WITH_BEST} == {}
