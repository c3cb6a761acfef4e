"""A slack-bolt app that only acknowledges: `python -m benchmarks.slack.bare BASE_URL BOT_TOKEN APP_TOKEN COMMAND`."""

import asyncio
import sys

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def acknowledge(ack: AsyncAck) -> None:
    await ack()


async def serve(base_url: str, bot_token: str, app_token: str, command: str) -> None:
    # By default Bolt looks for the acknowledgement every 10 ms only; this is the fastest that it can be.
    app = AsyncApp(process_before_response=True, client=AsyncWebClient(bot_token, base_url=base_url))
    app.command(command)(acknowledge)
    await AsyncSocketModeHandler(app, app_token).start_async()  # type: ignore[no-untyped-call]  # Bolt's own lack


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
