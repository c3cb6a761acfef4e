"""One request to Slack's Web API, over the session that all of them share, and never repeated by itself."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import aiohttp
from yarl import URL

from adapters.platform_time import hear
from adapters.slack.connect.delivery_errors import Answer, no_answer, refusal
from adapters.slack.wire import Json
from bot.errors import DeliveryError

_OK = 200
#: Where Slack keeps files: https://docs.slack.dev/reference/objects/file-object
_FILES = ".slack.com"
_CHUNK = 64 * 1024
_WITHOUT_FILES = "Slack does not hand the file over: the app needs the scope files:read (docs/slack.md)."
#: Slack warns of JSON that does not say its character set: https://docs.slack.dev/apis/web-api#posting_json
_JSON = "application/json; charset=utf-8"
#: What aiohttp raises when a request brings no answer; ValueError: of a token that can stand in no header.
_NO_ANSWER = (aiohttp.ClientError, OSError, ValueError)


def _unheard(_instant: datetime) -> None:
    """Let pass what time Slack says it is."""


@dataclass(frozen=True, slots=True, eq=False)
class WebApi:
    """Calls methods with one token; a request that brought no answer may have had its effect."""

    session: aiohttp.ClientSession
    base_url: str
    #: Empty: what is called needs none.
    token: str = ""
    #: Told the time that each answer bears.
    heard: Callable[[datetime], None] = _unheard
    #: The address of the proxy that requests go through.
    proxy: str | None = None

    def bearing(self, token: str) -> "WebApi":
        """Give the same with another token."""
        return replace(self, token=token)

    async def post(self, method: str, arguments: Mapping[str, object]) -> Answer:
        """Call a method that reads JSON: most that change something, and few others.

        https://docs.slack.dev/apis/web-api#methods_supporting_json

        Raises:
            DeliveryError: Slack refuses, or does not answer.
        """
        return await self._request("POST", method, data=json.dumps(arguments).encode(), content_type=_JSON)

    async def get(self, method: str, arguments: Mapping[str, str]) -> Answer:
        """Call a method that asks for something.

        Raises:
            DeliveryError: Slack refuses, or does not answer.
        """
        return await self._request("GET", method, params=arguments)

    async def download(self, url: str, most: int) -> bytes:
        """Fetch a file that somebody shared: at most so many bytes and one more, which tells that there are others.

        Raises:
            DeliveryError: it is none of Slack's, or Slack does not hand it over.
        """
        host, own = URL(url).host or "", URL(self.base_url).host or ""
        if not (host == own or host.endswith(_FILES)):
            raise DeliveryError("Slack named a file that is not its own.", permanent=True)
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            # Without the scope Slack leads to a page where people log in.
            async with self.session.get(url, headers=headers, proxy=self.proxy, allow_redirects=False) as said:
                if said.status != _OK:
                    raise DeliveryError(_WITHOUT_FILES, permanent=True)
                return await _at_most(said.content, most + 1)
        except _NO_ANSWER as error:
            raise no_answer(error) from error

    async def post_form(self, method: str, fields: Mapping[str, str] | None = None) -> Answer:
        """Call a method that reads forms alone, or nothing at all.

        Raises:
            DeliveryError: Slack refuses, or does not answer.
        """
        return await self._request("POST", method, data=fields)

    async def _request(
        self,
        verb: str,
        method: str,
        *,
        params: Mapping[str, str] | None = None,
        data: bytes | Mapping[str, str] | None = None,
        content_type: str = "",
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if content_type:
            headers["Content-Type"] = content_type
        url = f"{self.base_url.rstrip('/')}/{method}"
        try:
            async with self.session.request(
                verb, url, params=params, data=data, headers=headers, proxy=self.proxy
            ) as said:
                answer = Answer(said.status, said.headers, _object(await said.read()))
        except _NO_ANSWER as error:
            raise no_answer(error) from error
        hear(answer.headers, self.heard)
        if answer.status != _OK or not answer.body.get("ok"):
            raise refusal(answer)
        return answer


async def _at_most(content: aiohttp.StreamReader, most: int) -> bytes:
    held = bytearray()
    async for chunk in content.iter_chunked(_CHUNK):
        held += chunk
        if len(held) >= most:
            break
    return bytes(held[:most])


def _object(body: bytes) -> Json:
    """Read a JSON object; what is none, as proxies give it, is an empty one."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
