from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.card import Action, Card, Moment
from tests.adapters.console.play import WORKSPACE, Play, opened_round
from tests.contracts.stages import pass_by


async def _type(play: Play, *lines: str) -> list[str]:
    for line in lines:
        await play.repl.handle(line)
    return play.shown()


async def test_command_is_run_and_its_reply_is_for_you_alone() -> None:
    assert await _type(Play(), "/qotd stats last week ") == [
        "> /qotd stats last week",
        "You: qotd stats last week",
        "only you see this",
    ]


async def test_public_reply_has_no_note() -> None:
    assert await _type(Play(), "/qotd open") == ["> /qotd open", "You: qotd open"]


async def test_refused_command_is_its_sentence_and_hint() -> None:
    assert await _type(Play(), "/qotd forbidden") == [
        "> /qotd forbidden",
        "Only managers may do this.",
        "Ask one of them.",
    ]


async def test_reply_is_recorded_in_the_newest_open_thread() -> None:
    play = Play()
    await play.open(2)
    pass_by(play.clock, timedelta(hours=1))
    newest = await play.open(1)
    pass_by(play.clock, timedelta(hours=1))
    play.rounds.append(opened_round(3, None, play.clock.now()))

    shown = await _type(play, "  S3 keeps objects. ")

    assert play.told() == [("You", newest.thread, "posted", "S3 keeps objects.")]
    assert shown == ["You: S3 keeps objects."]


async def test_reply_without_an_open_question_says_so() -> None:
    play = Play()

    shown = await _type(play, "S3 keeps objects.")

    assert play.told() == []
    assert shown == [
        "No question is open, so nobody would read this.",
        "No card above has anything to press. /help lists the rest.",
    ]


async def test_reply_beginning_with_a_slash_goes_through_behind_a_space() -> None:
    play = Play()
    sent = await play.open(1)

    await _type(play, " /etc/hosts")

    assert play.told() == [("You", sent.thread, "posted", "/etc/hosts")]


async def test_empty_line_does_nothing() -> None:
    play = Play()
    await play.open(1)

    assert await _type(play, "", "   ") == []


async def test_edit_and_delete_change_your_last_reply() -> None:
    play = Play()
    sent = await play.open(1)

    shown = await _type(play, "one", "two", "/as Ada mine", "/edit TWO", "/delete", "/edit ONE")

    assert play.told() == [
        ("You", sent.thread, "posted", "one"),
        ("You", sent.thread, "posted", "two"),
        ("Ada", sent.thread, "posted", "mine"),
        ("You", sent.thread, "edited", "TWO"),
        ("You", sent.thread, "deleted", ""),
        ("You", sent.thread, "edited", "ONE"),
    ]
    assert [line for line in shown if not line.startswith(">")] == [
        "You: one",
        "You: two",
        "Ada: mine",
        "You (edited): TWO",
        "You (deleted): TWO",
        "You (edited): ONE",
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/edit", "/edit needs the new text."),
        ("/edit x", "There is no message of You in the thread."),
        ("/delete", "There is no message of You in the thread."),
        ("/as", "/as needs one name."),
        ("/as Ada /as Bob hi", "/as needs one name."),
        ("/flag", "/flag needs words behind it."),
    ],
)
async def test_line_that_lacks_something_is_refused(line: str, sentence: str) -> None:
    play = Play()
    await play.open(1)

    shown = await _type(play, line)

    assert shown[:2] == [f"> {line}", sentence]
    assert play.told() == []


async def test_press_goes_to_the_newest_card_that_has_the_action() -> None:
    play = Play()
    await play.open(1)
    await play.open(2)

    assert await _type(play, "/hint", "/flag out of date") == [
        "> /hint",
        "You: hint round:2",
        "only you see this",
        "> /flag out of date",
        "You: flag round:2 out of date",
        "only you see this",
    ]


async def test_answer_after_an_answered_drill_means_the_question_again() -> None:
    play = Play()
    await play.open(1)

    shown = await _type(play, "/aws-quiz", "/answer one", "/answer two", "/answer three")

    assert [line for line in shown if line.startswith("You:")] == [
        "You: answer drill:7 one",
        "You: answer round:1 two",
        "You: answer round:1 three",
    ]


async def test_unknown_word_without_cards_names_what_there_is() -> None:
    assert await _type(Play(), "/hlep") == [
        "> /hlep",
        "There is no /hlep here now. Did you mean /help?",
        "No card above has anything to press. /help lists the rest.",
    ]


async def test_action_that_no_card_has_is_refused_with_those_there_are() -> None:
    play = Play()
    sent = await play.open(1)
    await play.messenger.update(WORKSPACE, sent, replace(Card("Closed"), actions=()))
    await play.open(2)
    play.shown()

    assert await _type(play, "/mine") == [
        "> /mine",
        "There is no /mine here now.",
        "On the cards above: /answer TEXT · /hint · /flag REASON. /help lists",
        "the rest.",
    ]


async def test_as_with_a_text_speaks_once() -> None:
    play = Play()
    sent = await play.open(1)

    await _type(play, "/as Ada hello", "me again")

    assert play.told() == [("Ada", sent.thread, "posted", "hello"), ("You", sent.thread, "posted", "me again")]


async def test_as_without_a_text_stays_until_changed_back() -> None:
    play = Play()
    sent = await play.open(1)

    shown = await _type(play, "/as Ada", "hello", "/hint", "/as me", "me again")

    assert play.told() == [("Ada", sent.thread, "posted", "hello"), ("You", sent.thread, "posted", "me again")]
    assert shown == [
        "> /as Ada",
        "You speak as Ada now; /as me ends that.",
        "Ada: hello",
        "> /hint",
        "Ada: hint round:1",
        "only Ada sees this",
        "> /as me",
        "You speak as You now; /as me ends that.",
        "You: me again",
    ]


async def test_help_lists_commands_actions_and_own_words() -> None:
    play = Play()
    await play.open(1)

    assert [line.split("  ")[0] for line in await _type(play, "/help")] == [
        *("> /help", "What you can type", "Type", "TEXT", "/as NAME TEXT"),
        "/qotd …",
        "/aws-quiz …",
        "/answer TEXT",
        "/hint",
        "/flag REASON",
        "/help",
        "/quit or Ctrl-D",
        "only you see this",
    ]


async def test_help_lists_only_what_can_be_done_now() -> None:
    play, own = Play(), {"TEXT", "/edit TEXT", "/delete", "/as NAME TEXT"}
    before = await _type(play, "/help")
    await play.open(1)
    await _type(play, "Lanterns")
    after = await _type(play, "/help")

    assert [own & {line.split("  ")[0] for line in said} for said in (before, after)] == [set(), own]


async def test_words_are_those_that_can_be_typed_now() -> None:
    play = Play()
    await play.open(1)

    assert play.repl.words() == [
        "/qotd",
        "/aws-quiz",
        "/answer",
        "/hint",
        "/flag",
        "/edit",
        "/delete",
        "/as",
        "/help",
        "/quit",
        "/qotd stats",
        "/qotd open",
    ]


async def test_toolbar_says_what_is_open_and_who_speaks() -> None:
    play = Play()
    idle = play.repl.toolbar()
    await play.open(1)

    await _type(play, "/as Ada")

    assert idle == "no open question · /help"
    assert play.repl.toolbar() == "as Ada · Question 1 · Closes Tue 3 Jun 09:00 · /help"


async def test_command_words_in_any_case() -> None:
    play = Play()

    shown = await _type(play, "/QOTD me")

    assert shown[1] == "You: qotd me"


async def test_toolbar_fits_80_columns_whatever_the_title() -> None:
    play = Play()
    closes = Moment("Closes", datetime(2025, 6, 30, 7, 0, tzinfo=UTC), "America/Argentina/Buenos_Aires")
    title = "Question of the day: Elasticsearch and observability · professional"
    play.screen.show("1", Card(title, (closes,), (Action("flag", "Flag"),)))

    await _type(play, "/as Ada")

    assert play.repl.toolbar() == "as Ada · Elasticsearch and observability… · Closes Mon 30 Jun 04:00 · /help"


async def test_text_under_a_private_question_is_its_answer() -> None:
    play = Play()

    shown = await _type(play, "/aws-quiz", "S3 keeps objects.")

    assert shown[-3:] == ["You: answer drill:7 S3 keeps objects.", "Type /next", "only you see this"]
    assert play.told() == []


async def test_text_goes_to_the_thread_again_once_the_private_question_is_answered() -> None:
    play = Play()
    sent = await play.open(1)

    await _type(play, "/aws-quiz", "S3 keeps objects.", "In the thread.")

    assert play.told() == [("You", sent.thread, "posted", "In the thread.")]


async def test_text_of_somebody_else_is_no_answer_to_a_private_question() -> None:
    play = Play()
    sent = await play.open(1)

    await _type(play, "/aws-quiz", "/as Ada hello")

    assert play.told() == [("Ada", sent.thread, "posted", "hello")]


async def test_text_with_nowhere_to_go_is_told_what_can_be_pressed() -> None:
    play = Play()

    shown = await _type(play, "/aws-quiz", "S3", "And more.")

    assert shown[-2:] == [
        "No question is open, so nobody would read this.",
        "On the cards above: /next. /help lists the rest.",
    ]
