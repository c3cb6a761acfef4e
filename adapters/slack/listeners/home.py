"""The Home tab."""

from adapters.slack.home import HomePage, ManagedSeries, OpenQuestion, OwnLine, WeakTopic, home_view
from adapters.slack.listeners.room import Room
from adapters.slack.messenger import first_message
from adapters.slack.private_replies import Asker
from bot.domain import reporting
from bot.errors import DeliveryError


async def publish_home(room: Room, asker: Asker) -> None:
    """Show a member their Home tab as it is now."""
    actor = await room.actor(asker)
    figures = await room.desk.home(actor)
    links = {q.round_id: await _link(room, asker.workspace, q) for q in figures.open_questions}
    view = home_view(home_page(figures, links, room.services.names.qotd, room.services.names.quiz))
    await room.calls.write(asker.workspace, "views.publish", {"user_id": asker.member, "view": view})


def home_page(figures: reporting.HomeFigures, links: dict[int, str], qotd: str, quiz: str) -> HomePage:
    """Give the figures as the page shows them; links by round."""
    return HomePage(
        own=[OwnLine(o.series, o.streak, o.longest, o.points, o.rank) for o in figures.own],
        open_questions=[
            OpenQuestion(q.series, q.title, q.closes_at, q.zone, links.get(q.round_id, ""), q.is_answered)
            for q in figures.open_questions
        ],
        weak_topics=[WeakTopic(w.topic, w.mean_score, w.answers) for w in figures.weak_topics],
        managed=[ManagedSeries(m.id, m.name, m.schedule, m.zone, m.slots, m.pause_reason) for m in figures.managed],
        qotd=qotd,
        quiz=quiz,
    )


async def _link(room: Room, workspace: str, question: reporting.OpenQuestion) -> str:
    if question.card_message is None:
        return ""
    arguments = {"channel": question.channel, "message_ts": first_message(question.card_message)}
    try:
        said = await room.calls.read(workspace, "chat.getPermalink", arguments)
    except DeliveryError:
        return ""
    return str(said.get("permalink") or "")
