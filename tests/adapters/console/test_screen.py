import io

from rich.console import Console

from adapters.console.send.screen import REMEMBERED, Offer, Screen, terminal
from bot.domain.card import Action, Card, Text
from bot.errors import RefusedError, StoreError
from tests.adapters.console.play import question


def _screen() -> tuple[Screen, io.StringIO]:
    out = io.StringIO()
    return Screen(terminal(file=out, width=60)), out


def test_card_that_changed_is_mentioned_once() -> None:
    screen, out = _screen()
    screen.show("1", question(1))
    before = len(out.getvalue())

    screen.replace("1", Card("Closed: [x]\x1b"))
    screen.replace("1", Card("Closed: [x]\x1b"))

    assert out.getvalue()[before:] == "A card further up now says: Closed: [x]\\x1b\n"
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


def test_equal_names_on_one_card_are_numbered() -> None:
    screen, out = _screen()
    looks = tuple(Action("look", f"Look at {name}", f"suggestion:{name}") for name in "ab")
    screen.reply(Card("Your suggestions", menu=looks))

    assert {name: offer.action.target for name, offer in screen.offers().items()} == {
        "look": "suggestion:a",
        "look2": "suggestion:b",
    }
    assert "Type /look (Look at a) · /look2 (Look at b)" in out.getvalue()


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

    assert screen.headline() == "Question 1 · Closes Tue 3 Jun 09:00"


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


def test_long_addresses_stand_unbroken_below_their_card() -> None:
    screen, out = _screen()
    address = f"https://docs.aws.amazon.com/{'x' * 90}"

    screen.show("1", Card("Read", (Text(f"[page]({address}) [short](https://aws.amazon.com/)"),)))

    assert out.getvalue().splitlines()[-1] == address


def test_link_can_be_followed_where_the_terminal_knows_links() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", width=70)

    Screen(console).show("1", Card("Read", (Text("[page](https://aws.amazon.com/)"),)))

    assert "\x1b]8;" in out.getvalue()


def test_long_texts_are_cut_where_that_is_wanted() -> None:
    out = io.StringIO()
    screen = Screen(terminal(file=out, width=40), most_lines=3)
    short = Text("\n\n".join("abc"))
    long = Text("\n\n".join("abcdefgh"))

    screen.show("1", Card("Title", (short, long)))

    lines = [line.strip("│ ") for line in out.getvalue().splitlines()]
    assert lines[4:-1] == ["a", "", "b", "", "c", "", "a", "", "b", "… and 12 more lines"]


def test_only_the_newest_cards_are_remembered_and_an_older_one_does_not_come_back() -> None:
    screen, out = _screen()
    oldest = Card("Oldest", actions=(Action("old", "Old", "round:1"),))
    screen.show("1", oldest)
    screen.shows_whole = lambda _: False
    for number in range(REMEMBERED):
        screen.show(f"newer {number}", Card(""))
    before = len(out.getvalue())

    screen.shows_whole = lambda _: True
    screen.replace("1", Card("Closed", actions=oldest.actions))

    assert (dict(screen.offers()), out.getvalue()[before:]) == ({}, "")


def test_reply_takes_no_place_of_another_one_when_older_cards_are_forgotten() -> None:
    screen, _ = _screen()
    screen.shows_whole = lambda _: False
    screen.reply(Card("One", actions=(Action("one", "One", "round:1"),)))
    for number in range(REMEMBERED - 1):
        screen.show(f"{number}", Card(""))
    screen.reply(Card("Two", actions=(Action("two", "Two", "round:2"),)))
    screen.reply(Card("Three", actions=(Action("three", "Three", "round:3"),)))

    assert [*screen.offers()] == ["two", "three"]
