"""`askaday run` with Slack: from the invitation to the reveal, stopped and killed in the middle."""

import asyncio
import signal
from pathlib import Path

from tests.cli.askaday import askaday
from tests.e2e.slack.process import SlackProcess, slack_process, whole_form
from tests.servers.fake_slack import Asked, Message

FORM = {"zone": "UTC", "at": "23:59", "packs": ["aws"], "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}


def posts(asked: Asked, title: str) -> bool:
    return asked.method == "chat.postMessage" and title in str(asked.arguments.get("text"))


def begin(message: Message) -> str:
    """Give how a message begins."""
    return message.text.splitlines()[0].partition(":")[0]


async def set_up(askaday: SlackProcess, boss: str) -> None:
    """Invite Askaday, press "Set up" in its welcome, and send the form."""
    slack, team = askaday.slack, askaday.team
    await slack.invite(team.bot_user, askaday.channel, by=boss)
    direct = slack.direct_message(boss)
    await askaday.seen(lambda: len(slack.bot_messages(direct)) == 1)
    [welcome] = slack.bot_messages(direct)
    await slack.press(boss, welcome, welcome.blocks[-1]["elements"][0]["action_id"])
    await askaday.seen(lambda: slack.modal(boss) is not None)
    form = await whole_form(slack, boss, askaday.seen)
    outcome = await slack.submit(boss, form, {**FORM, "channel": askaday.channel})
    assert (outcome.error, outcome.errors) == (None, {})


async def test_one_card_and_one_reveal_whatever_happens_to_the_process(tmp_path: Path) -> None:
    async with slack_process(tmp_path) as askaday_run:
        slack, team, channel = askaday_run.slack, askaday_run.team, askaday_run.channel
        ana, bo, boss = (team.user(name) for name in ("ana", "bo", "boss"))

        await askaday_run.start()
        await set_up(askaday_run, boss)
        askaday_run.strike(signal.SIGTERM, lambda asked: posts(asked, "Question of the day"))
        await slack.command(boss, channel, "/qotd", "open")
        terminated = await askaday_run.ended()
        [card] = askaday_run.cards()

        await slack.say(bo, channel, "While nobody was listening.", thread_ts=card.ts)
        await askaday_run.start()
        ts = await slack.say(ana, channel, "While somebody was.", thread_ts=card.ts)
        await askaday_run.seen(lambda: slack.state.message(channel, ts).reactions != {})
        askaday_run.strike(signal.SIGKILL, lambda asked: posts(asked, "Reveal"))
        await slack.command(boss, channel, "/qotd", "close")
        killed = await askaday_run.ended()

        askaday_run.forget_claims()
        await askaday_run.start()
        await askaday_run.seen(
            lambda: len(askaday_run.cards()) == 2 and askaday_run.cards()[0].text.startswith("Closed")
        )
        doctor = await asyncio.to_thread(askaday, tmp_path, "doctor", **askaday_run.settings)
        assert askaday_run.running is not None
        askaday_run.running.send_signal(signal.SIGTERM)

        assert (terminated, killed, await askaday_run.ended()) == (0, -signal.SIGKILL, 0)
        # A long model answer is two messages; the process was killed between the reveal and the first of them.
        shown = [message.text for message in askaday_run.in_thread()]
        assert [text.split(": ")[0] for text in shown][:2] == ["Reveal", "Model answer"]
        assert len(shown) <= 3
        assert "".join(shown).count("2 answers") == 1
        assert [begin(message) for message in askaday_run.cards()] == ["Closed", "Revealed"]
        assert doctor.status == 0
        # The fake's app may do more than the manifest asks for.
        assert [line[:46] for line in doctor.out.splitlines() if "WARNING" in line] == [
            "slack      WARNING: Scopes that Askaday does n"
        ]
