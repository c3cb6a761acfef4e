"""Blocks that Slack has not brought to a workspace yet: older ones stand for them, and for a month none is tried."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.connect.delivery_errors import SlackRefusedError
from adapters.slack.send.private_replies import Asker
from adapters.slack.wire import Json
from bot.domain.card import Card, Chart, Table, Text
from bot.errors import StoreError
from bot.ports.clock import TravelClock
from bot.ports.messenger import Destination
from tests.servers.fake_slack import FakeSlack, Message, Rules, Workspace
from tests.worlds.slack_sending import Sender, open_sender

START = datetime(2026, 12, 7, 9, tzinfo=UTC)
NEW = {"data_table", "data_visualization", "context_actions"}
BOARD = Card(
    "Leaderboard",
    (
        Table(("Rank", "Who", "Points"), (("1", "Ada", "12"), ("2", "Bo", "9")), (0, 2)),
        Chart("This week", ("Mon", "Tue"), (("answers", (12, 9)), ("average", (40, 50)))),
        Text("The figures of this week."),
    ),
    feedback="round:1",
)
RICH = ["header", "data_table", "data_visualization", "rich_text", "context_actions"]
PLAIN = ["header", "table", "rich_text", "rich_text", "rich_text", "actions"]
#: What is shown where one kind has not come.
ONE_OLDER = {
    "data_table": ["header", "table", "data_visualization", "rich_text", "context_actions"],
    "data_visualization": ["header", "data_table", "rich_text", "rich_text", "rich_text", "context_actions"],
    "context_actions": ["header", "data_table", "data_visualization", "rich_text", "actions"],
}
SAID = """\
Leaderboard
Rank, Who, Points
1, Ada, 12
2, Bo, 9
This week
Mon: 12 answers, 40 average
Tue: 9 answers, 50 average
The figures of this week."""


@pytest.fixture
def clock() -> TravelClock:
    return TravelClock(START)


@pytest.fixture
async def slack(clock: TravelClock) -> AsyncIterator[FakeSlack]:
    async with FakeSlack(clock=clock, rules=Rules(message_pace=0, tiers=False)) as fake:
        for name in ("acme", "other"):
            fake.add_workspace(name, people=("ana",), channels=("general",))
        yield fake


@pytest.fixture
async def sender(slack: FakeSlack) -> AsyncIterator[Sender]:
    async with open_sender(slack) as made:
        yield made


@pytest.fixture
def teams(slack: FakeSlack) -> list[Workspace]:
    return list(slack.state.workspaces.values())


def place(team: Workspace) -> Destination:
    return Destination(f"slack:{team.id}", team.channel("general"))


def kinds(messages: list[Message]) -> list[list[str]]:
    return [[block["type"] for block in message.blocks] for message in messages]


def refusals(slack: FakeSlack, *methods: str) -> int:
    return sum(asked.error == "invalid_blocks" for method in methods for asked in slack.transcript.of(method))


async def test_where_slack_has_the_blocks_they_are_shown(
    slack: FakeSlack, sender: Sender, teams: list[Workspace]
) -> None:
    await sender.messenger.send(place(teams[0]), BOARD, key="k1")

    [board] = slack.bot_messages(teams[0].channel("general"))
    assert (kinds([board]), board.text) == ([RICH], SAID)


@pytest.mark.parametrize("missing", ONE_OLDER)
async def test_refused_block_alone_is_replaced_and_remembered_for_the_workspace(
    slack: FakeSlack, sender: Sender, teams: list[Workspace], missing: str
) -> None:
    first, second = teams
    first.without_blocks.add(missing)

    sent = await sender.messenger.send(place(first), BOARD, key="k1")
    await sender.messenger.send(place(first), BOARD, key="k2")
    await sender.messenger.update(place(first).workspace, sent, BOARD)
    await sender.messenger.send(place(second), BOARD, key="k3")

    boards = slack.bot_messages(first.channel("general"))
    assert (kinds(boards), [board.text for board in boards]) == ([ONE_OLDER[missing]] * 2, [SAID, SAID])
    assert kinds(slack.bot_messages(second.channel("general"))) == [RICH]
    assert refusals(slack, "chat.postMessage", "chat.update") == 1


async def test_message_is_shown_where_the_store_knows_and_keeps_nothing(
    slack: FakeSlack, sender: Sender, teams: list[Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_work: object) -> None:
        raise StoreError("The server is away.")

    first = teams[0]
    first.without_blocks.add("data_table")
    monkeypatch.setattr(sender.replies.showing.refused._store, "call", away)

    for key in ("k1", "k2"):
        await sender.messenger.send(place(first), BOARD, key=key)

    assert kinds(slack.bot_messages(first.channel("general"))) == [ONE_OLDER["data_table"]] * 2
    assert refusals(slack, "chat.postMessage") == 2


@pytest.mark.parametrize("missing", [{one} for one in ONE_OLDER] + [{"data_table", "context_actions"}, NEW])
async def test_where_slack_does_not_name_the_block_it_is_found_out(
    sender: Sender, teams: list[Workspace], missing: set[str]
) -> None:
    workspace, showing = place(teams[0]).workspace, sender.replies.showing
    [message] = await showing.messages(workspace, BOARD)
    shown: list[set[str]] = []

    async def show(form: Json) -> Json:
        found = {block["type"] for block in form["blocks"]}
        if found & missing:
            raise SlackRefusedError("Slack refused it.", code="invalid_blocks", permanent=True)
        shown.append(found)
        return {}

    await showing.take(workspace, message, show)

    # Of two that are missing at once it is not found out that the third is there.
    assert await showing.refused.of(workspace) == (missing if len(missing) == 1 else NEW)
    assert [one & NEW for one in shown] == [NEW - missing if len(missing) == 1 else set()]


async def test_blocks_are_tried_again_after_a_month(
    slack: FakeSlack, sender: Sender, teams: list[Workspace], clock: TravelClock
) -> None:
    team = teams[0]
    team.without_blocks |= NEW
    await sender.messenger.send(place(team), BOARD, key="k1")
    team.without_blocks.clear()

    for number, days in enumerate((29, 2), start=2):
        clock.travel(clock.now() + timedelta(days=days))
        await sender.messenger.send(place(team), BOARD, key=f"k{number}")

    assert kinds(slack.bot_messages(team.channel("general"))) == [PLAIN, PLAIN, RICH]


async def test_where_older_blocks_are_refused_too_there_is_text(
    slack: FakeSlack, sender: Sender, teams: list[Workspace]
) -> None:
    team = teams[0]
    team.without_blocks |= {"data_table", "table"}

    await sender.messenger.send(place(team), BOARD, key="k1")
    team.without_blocks.clear()
    await sender.messenger.send(place(team), BOARD, key="k2")

    boards = slack.bot_messages(team.channel("general"))
    assert (kinds(boards), [board.text for board in boards]) == ([[], RICH], [SAID, SAID])


async def test_what_is_shown_to_one_person_is_replaced_too(
    slack: FakeSlack, sender: Sender, teams: list[Workspace]
) -> None:
    team = teams[0]
    team.without_blocks |= NEW
    ana, channel = team.user("ana"), team.channel("general")

    await sender.replies.show(Asker(place(team).workspace, ana, channel), BOARD)

    assert kinds(slack.ephemerals(ana)) == [PLAIN]
    assert refusals(slack, "chat.postEphemeral") == 1
