"""What series of commit bd4e7ab show stays as it was, and their managers are told once how to have what is new."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.domain.calendar.schedule import CloseAt
from bot.domain.members import Actor
from bot.domain.rounds import Form
from bot.domain.series import AnswerMode, Results
from bot.ports.store import Transaction
from bot.services.upgrading import tell_upgraded
from tests.upgrading.scene import Upgraded, upgraded
from tests.worlds.builders import settings

FIVE = datetime(2026, 12, 8, 17, tzinfo=UTC)


def _kept(tx: Transaction, workspace: str) -> tuple[list[tuple[str, Results | None]], set[tuple[bool, bool]]]:
    """Give whose results each series shows, and of each round whether it and its series are sealed."""
    everywhere = tx.series.of_workspace(workspace)
    modes = {
        (played.is_sealed, series.settings.answer_mode is AnswerMode.SEALED)
        for series in everywhere
        for played in tx.rounds.of_series(series.id)
    }
    return [(series.name, series.settings.results) for series in everywhere], modes


async def test_results_and_promises_of_then_are_kept(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        found = [await world.app.call(_kept, where) for where in (world.slack.workspace(), world.discord.workspace)]

    before = [("daily", None), ("resting", None), ("sealed", None)]
    assert found == [(before, {(True, True), (False, False)})] * 2


def _rhythm(tx: Transaction, workspace: str) -> list[tuple[str, object, object, Form, set[Form]]]:
    """Give when each series closes and reminds, and what it and its rounds are answered with."""
    return [
        (
            one.name,
            one.settings.schedule.closes,
            one.settings.remind_before,
            one.settings.form,
            {played.form for played in tx.rounds.of_series(one.id)} or {Form.TEXT},
        )
        for one in tx.series.of_workspace(workspace)
    ]


async def test_series_of_then_close_remind_and_are_answered_as_they_were(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        found = [await world.app.call(_rhythm, where) for where in (world.slack.workspace(), world.discord.workspace)]

    then = (CloseAt(time(17)), timedelta(hours=1), Form.TEXT, {Form.TEXT})
    assert found == [[(name, *then) for name in ("daily", "resting", "sealed")]] * 2


async def test_sealed_answers_of_then_stand_in_the_thread_below_the_model_answer(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        slack = world.slack
        shown = slack.slack.bot_messages(slack.team.channel("quiet"))
        card = next(one for one in reversed(shown) if one.text.startswith("Question of the day"))
        await world.at(FIVE + timedelta(minutes=5))
        thread = slack.slack.thread(card.channel, card.ts)

    posted = [one.text for one in thread if one.app_id and one.ts != card.ts]
    posted = posted[1:]  # the first one reminded
    assert [text.split(": ")[0] for text in posted] == ["Reveal", "Model answer", "Answers"]
    assert ["Who answered" in text for text in posted] == [True, False, False]
    assert "turquoise lanterns" in posted[-1]


def _told(world: Upgraded) -> list[str]:
    slack = world.slack.slack
    shown = [one.text for one in slack.bot_messages(slack.direct_message(world.slack.person("boss")))]
    return sorted(text for text in shown if text.startswith("New in Askaday"))


async def test_managers_of_then_are_told_once_of_all_their_series_and_not_of_a_new_one(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        before = _told(world)
        boss = Actor(world.slack.workspace(), world.slack.person("boss"), "boss", is_admin=True)
        managing = world.app.services.managing
        await world.app.call(managing.set_up, boss, "later", world.slack.team.channel("general"), settings())
        for _ in range(2):
            await tell_upgraded(world.app.store, world.clock)
            await world.at(world.clock.now() + timedelta(minutes=1))
        told = _told(world)

    assert before == []
    assert [text.splitlines()[1] for text in told] == ["daily, sealed and resting stay as they are:"]
    assert [line.split(" (")[0].split(". ")[0] for line in told[0].splitlines()[2:] if line.strip()] == [
        "• Reveals show everybody's results",
        "• The board comes with each reveal",
        "• sealed: Private answers stand in the thread",
        "• Questions close as before",
        '• New series remind who usually answers, in private: /qotd setup series=daily remind="1h private".',
        "• Questions are answered in words",
    ]
