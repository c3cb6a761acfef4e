"""What is answered to a request that could not be worked on."""

import traceback
from pathlib import Path

import structlog
from slack_bolt.response import BoltResponse

from bot.errors import AskadayError

log = structlog.get_logger()


async def failed(error: Exception) -> BoltResponse:
    """Say in one line what went wrong with a request; Slack sends events again that were not acknowledged."""
    if isinstance(error, AskadayError):
        log.error("a request of Slack was not taken", error=str(error))
        return BoltResponse(status=500)
    # What passed the door and cannot be read is not as Slack documents it; were it Askaday's mistake, the place helps.
    place = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{Path(place.filename).name}:{place.lineno}"
    log.error("a request of Slack could not be read", error=repr(error), at=at)
    return BoltResponse(status=400)
