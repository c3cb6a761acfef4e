"""Handing somebody files, in their direct messages with Askaday: what one person alone sees elsewhere can have none.

https://docs.slack.dev/messaging/working-with-files
"""

from dataclasses import dataclass

import aiohttp

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.delivery_errors import NO_ANSWER, no_answer
from bot.commands.request import File, Handout
from bot.domain.card import Text
from bot.errors import DeliveryError

_OK = 200


@dataclass(frozen=True, slots=True)
class Files:
    """Sends files; raises nothing but `DeliveryError`."""

    calls: Calls
    session: aiohttp.ClientSession

    async def send(self, workspace: str, member: str, handout: Handout) -> None:
        """Send them in one message, or none of them.

        Raises:
            DeliveryError: Slack does not take them; most often the scope `files:write` was not granted.
        """
        given = [{"id": await self._upload(workspace, one), "title": one.name} for one in handout.files]
        opened = await self.calls.write(workspace, "conversations.open", {"users": member})
        said = "\n".join(block.markdown for block in handout.card.blocks if isinstance(block, Text))
        where = {"channel_id": opened["channel"]["id"], "initial_comment": said}
        await self.calls.write(workspace, "files.completeUploadExternal", {"files": given, **where})

    async def _upload(self, workspace: str, file: File) -> str:
        content = file.text.encode()
        asked = {"filename": file.name, "length": len(content)}
        place = await self.calls.read(workspace, "files.getUploadURLExternal", asked)
        try:
            async with self.session.post(place["upload_url"], data=content) as response:
                if response.status != _OK:
                    raise DeliveryError(f"Slack did not take a file ({response.status}).", permanent=True)
        except NO_ANSWER as error:
            raise no_answer(error) from error
        return str(place["file_id"])
