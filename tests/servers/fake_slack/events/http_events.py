"""HTTP mode: signed requests to an app's request URL, and the handshake that proves the URL."""

import json
import time
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from tests.servers.fake_slack.events.transport import Attempt, Kind, Retry
from tests.servers.fake_slack.records import App, Json
from tests.servers.fake_slack.rules import Rules

OK, REDIRECT = 200, 300


class HttpEvents:
    """The transport of apps that have a request URL."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._session = aiohttp.ClientSession()

    async def send(self, app: App, kind: Kind, payload: Json, retry: Retry) -> Attempt:
        """Post one event or interaction and wait for status 200."""
        begun = time.monotonic()
        body, content_type = _body(kind, payload)
        headers = signed(app.signing_secret, body) | {"Content-Type": content_type}
        if retry.number:
            headers |= {"x-slack-retry-num": str(retry.number), "x-slack-retry-reason": retry.reason}
        timeout = aiohttp.ClientTimeout(total=self._rules.ack_seconds)
        failure = ""
        try:
            async with self._session.post(app.request_url or "", data=body, headers=headers, timeout=timeout) as answer:
                return await _taken(answer, begun)
        except TimeoutError:
            failure = "http_timeout"
        except aiohttp.TooManyRedirects:
            failure = "too_many_redirects"
        except aiohttp.ClientError:
            failure = "connection_failed"
        return Attempt(acknowledged=False, failure=failure, elapsed=time.monotonic() - begun)

    async def verify(self, app: App) -> bool:
        """Send `url_verification`, as when the request URL is saved, and say whether the challenge came back."""
        payload = {"token": "verification-token", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}
        payload["type"] = "url_verification"
        attempt = await self.send(app, "events_api", payload, Retry())
        answered = attempt.response or {}
        return attempt.acknowledged and payload["challenge"] in {answered.get("challenge"), answered.get("text")}

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()


def signed(secret: str, body: str) -> dict[str, str]:
    """Give the headers that prove to the app who sent a body."""
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature or ""}


def _body(kind: Kind, payload: Json) -> tuple[str, str]:
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


async def _taken(answer: aiohttp.ClientResponse, begun: float) -> Attempt:
    text = await answer.text()
    elapsed = time.monotonic() - begun
    no_retry = answer.headers.get("x-slack-no-retry") == "1"
    if not OK <= answer.status < REDIRECT:
        return Attempt(acknowledged=False, failure="http_error", elapsed=elapsed, no_retry=no_retry)
    response: Json | None = {"text": text} if text else None
    if text and answer.content_type == "application/json":
        response = json.loads(text)
    return Attempt(acknowledged=True, response=response, elapsed=elapsed)
