"""What is said where a platform gives no answer: in people's words, whichever platform it was."""

import aiohttp
import pytest

from bot.errors import DeliveryError

#: Where nothing listens: the port is reserved, https://www.iana.org/assignments/service-names-port-numbers
NOBODY = "http://127.0.0.1:1/"


async def raised_by(address: str) -> Exception:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientError) as caught:
            await session.get(address)
        return caught.value


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://nowhere.invalid/", "Slack cannot be reached: its address is not found from here."),
        (NOBODY, "Slack cannot be reached: Connection refused."),
    ],
)
async def test_why_it_cannot_be_reached(address: str, said: str) -> None:
    error = DeliveryError.unanswered("Slack", await raised_by(address))

    assert (error.message, error.permanent) == (said, False)


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (TimeoutError(), "Discord did not answer in time."),
        (aiohttp.ServerTimeoutError(), "Discord did not answer in time."),
        (aiohttp.ServerDisconnectedError(), "Discord did not answer (ServerDisconnectedError)."),
        (ConnectionResetError(104, "reset by peer"), "Discord cannot be reached: Connection reset by peer."),
    ],
)
def test_what_came_instead_of_an_answer(raised: Exception, said: str) -> None:
    assert DeliveryError.unanswered("Discord", raised).message == said
