"""An OpenAI-compatible endpoint, through the official client; vendor exceptions end here."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, Field, ValidationError

from adapters.grading.llm.prompt import RESPONSE_FORMAT, Message
from bot.errors import LlmError, ModelError
from bot.extras import installs

if TYPE_CHECKING:
    from openai import OpenAI

#: Servers on one's own machine want no key, and the client wants one.
_NO_KEY = "none"
#: At the level "debug" they would log what people answered.
_TALKATIVE = ("openai", "httpx2", "httpcore2")

#: Statuses with which endpoints refuse one answer, as too long or by a filter: it must not stop the grading of others.
_ABOUT_THE_ANSWER = frozenset({400, 413, 422})


@dataclass(frozen=True, slots=True)
class LlmAccess:
    """Where a language model is reached, and as who."""

    #: Up to and without `/chat/completions`.
    url: str
    model: str
    #: Seconds of silence after which a call is given up.
    timeout: float
    #: Empty where the endpoint wants none.
    key: str = field(default="", repr=False)
    #: Whether it may be in a private network although its name does not say so.
    private: bool = False


class _Said(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Said


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


class Endpoint:
    """Asks one model; may be used from several threads."""

    def __init__(self, access: LlmAccess) -> None:
        self._access = access

    @cached_property
    def _client(self) -> "OpenAI":
        # Slow imports, of an optional extra.
        from openai import OpenAI  # noqa: PLC0415 - see above

        from adapters.grading.llm.network import checked_client  # noqa: PLC0415 - see above

        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        # Tried once: a further try would cost another call, and whoever waits has an answer of the other grader.
        client = OpenAI(
            api_key=self._access.key or _NO_KEY,
            base_url=self._access.url,
            timeout=self._access.timeout,
            max_retries=0,
            http_client=None if self._access.private else checked_client(self._access.url),
        )
        # The client takes them from variables that were meant for something else.
        client.organization = client.project = None
        return client

    def complete(self, messages: Sequence[Message]) -> str:
        """Give what the model replies.

        Raises:
            LlmError: nothing came back in time, or no completion.
        """
        from openai import APIStatusError, APITimeoutError, OpenAIError  # noqa: PLC0415 - as above

        try:
            response = self._client.chat.completions.with_raw_response.create(
                model=self._access.model,
                messages=cast("Any", messages),  # of the client's own types, one for each role
                response_format=cast("Any", RESPONSE_FORMAT),
                temperature=0,
            )
        except APIStatusError as error:
            is_outage = error.status_code not in _ABOUT_THE_ANSWER
            raise LlmError(f"The endpoint says {error.status_code}.", is_outage=is_outage) from None
        except APITimeoutError:
            raise LlmError(f"The endpoint is silent for {self._access.timeout:g} s.", is_outage=True) from None
        except OpenAIError as error:
            raise LlmError(_why_unreachable(error), is_outage=True) from None
        except UnicodeError:  # from a host's name that is none
            raise LlmError("The endpoint cannot be reached.", is_outage=True) from None
        return _content(response.http_response.content)


def _why_unreachable(error: Exception) -> str:
    from adapters.grading.llm.network import PrivateNetworkError  # noqa: PLC0415 - as above

    if isinstance(error.__cause__, PrivateNetworkError):
        return f"The endpoint is in a private network: {error.__cause__}. ASKADAY_LLM_PRIVATE=yes allows it."
    return "The endpoint cannot be reached."


def _content(body: bytes) -> str:
    try:
        return _Completion.model_validate_json(body).choices[0].message.content
    except ValidationError:
        raise LlmError("The endpoint gave something that is no completion with text.") from None


def require_client() -> None:
    """See to it that the client is installed.

    Raises:
        ModelError: it is not.
    """
    if find_spec("openai") is None:
        raise ModelError(
            "ASKADAY_LLM_URL is set, and the client for language models is not installed.",
            hint=f"{installs('llm')} Or leave the ASKADAY_LLM_ settings out.",
        )
