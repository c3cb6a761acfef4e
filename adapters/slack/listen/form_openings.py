"""Opening the forms: for an answer, a flag, a dispute, and for setting a series up."""

from adapters.slack.listen.listener import Room
from adapters.slack.render.forms import Origin, answer_form, dispute_form, flag_form
from adapters.slack.render.setup_form import SetupChoices, setup_form
from adapters.slack.send.private_replies import Asker
from adapters.slack.wire import Json

#: The actions that open a form before they are done.
FORMS = frozenset({"answer", "flag", "dispute", "setup"})


async def open_form(room: Room, asker: Asker, trigger: str, origin: Origin) -> None:
    """Open the form of an action.

    Raises:
        AskadayError: there is nothing to fill in, or not for them.
    """
    await room.open(asker, trigger, await _form(room, asker, origin))


async def _form(room: Room, asker: Asker, origin: Origin) -> Json:
    if origin.action == "flag":
        return flag_form(origin)
    if origin.action == "dispute":
        return dispute_form(origin)
    actor = await room.actor(asker)
    if origin.action == "answer":
        asked = await room.engine.desk.answer_form(actor, origin.target)
        return answer_form(asked.blocks, origin, asked.text)
    offered = await room.engine.desk.setup_form(actor, asker.channel, origin.target)
    zone = (await room.members.person(asker.workspace, asker.member)).zone
    choices = SetupChoices(
        offered.packs, offered.graders, _postable(offered.channel), zone, offered.name, offered.opened
    )
    return setup_form(choices, offered.series, offered.slots)


def _postable(channel: str) -> str:
    """Give a channel to offer; a direct message (D…) is none."""
    return "" if channel.startswith("D") else channel
