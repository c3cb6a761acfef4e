"""The Home tab."""

from adapters.slack.listen.listener import Room
from adapters.slack.render.home import home_view
from adapters.slack.send.messenger import first_message
from adapters.slack.send.private_replies import Asker
from bot.domain.reporting import OpenQuestion
from bot.errors import DeliveryError


async def publish_home(room: Room, asker: Asker) -> None:
    """Show a member their Home tab as it is now."""
    actor = await room.actor(asker)
    figures = await room.engine.desk.home(actor)
    links = {q.round_id: await _link(room, asker.workspace, q) for q in figures.open_questions}
    view = home_view(figures, links, room.engine.names)
    await room.calls.write(asker.workspace, "views.publish", {"user_id": asker.member, "view": view})


async def _link(room: Room, workspace: str, question: OpenQuestion) -> str:
    if question.card_message is None:
        return ""
    arguments = {"channel": question.channel, "message_ts": first_message(question.card_message)}
    try:
        said = await room.calls.read(workspace, "chat.getPermalink", arguments)
    except DeliveryError:
        return ""
    return str(said.get("permalink") or "")
