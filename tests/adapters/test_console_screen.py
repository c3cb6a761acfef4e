import io

from adapters.console.screen import Offer, Screen, terminal
from bot.domain.cards import Action, Card
from bot.errors import RefusedError, StoreError
from tests.adapters.console_play import question


def _screen() -> tuple[Screen, io.StringIO]:
    out = io.StringIO()
    return Screen(terminal(file=out, width=60)), out


def test_card_that_changed_is_mentioned_once() -> None:
    screen, out = _screen()
    screen.show("1", question(1))
    before = len(out.getvalue())

    screen.replace("1", Card("Closed: [x]\x1b"))
    screen.replace("1", Card("Closed: [x]\x1b"))

    assert out.getvalue()[before:] == "(A card above has changed: Closed: [x]\\x1b)\n"
    assert screen.offers() == {}


def test_offers_are_of_the_newest_card_that_has_them() -> None:
    screen, _ = _screen()
    screen.show("1", question(1))
    screen.show("2", Card("Other", actions=(Action("hint", "Hint", "round:2"),)))
    screen.reply(Card("Drill", actions=(Action("answer", "Answer", "drill:1"),)))

    offers = screen.offers()

    assert {name: (o.action.target, o.is_private) for name, o in offers.items()} == {
        "answer": ("drill:1", True),
        "hint": ("round:2", False),
        "flag": ("round:1", False),
    }


def test_used_up_offer_gives_way_to_the_older_one() -> None:
    screen, _ = _screen()
    screen.show("1", question(1))
    screen.reply(Card("Drill", actions=(Action("answer", "Answer", "drill:1"),)))

    screen.use_up(screen.offers()["answer"])

    assert screen.offers()["answer"] == Offer("1", Action("answer", "Answer", "round:1"), is_private=False)


def test_headline_is_the_newest_open_question() -> None:
    screen, _ = _screen()
    screen.show("1", question(1))
    screen.show("2", Card("Leaderboard"))

    assert screen.headline() == "Question 1 · Closes Tuesday 3 June, 09:00 (Europe/Berlin)"


def test_headline_without_an_open_question_is_empty() -> None:
    screen, _ = _screen()
    screen.show("1", question(1))
    screen.replace("1", Card("Closed"))

    assert screen.headline() == ""


def test_problem_is_its_sentence_and_hint() -> None:
    screen, out = _screen()

    screen.problem(RefusedError("Not [now].", hint="Later."))
    screen.problem(StoreError())

    assert out.getvalue() == "Not [now].\nLater.\nThe database cannot be read or written.\n"


def test_said_long_and_hostile_text_is_shown_harmless() -> None:
    screen, out = _screen()

    screen.said("[red]Ada\n", "\x1b[2J" + "a " * 20_000, how="(edited)")

    shown = out.getvalue()
    assert shown.startswith("  [red]Ada (edited): \\x1b[2Ja a")
    assert " ".join(shown.split()).endswith("… and 38,504 more characters")
