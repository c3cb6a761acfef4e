"""Settings that have to be set together, or must not be: how Askaday is reached in Slack, and reaches a language model.

With SLACK_APP_TOKEN it connects to Slack itself (Socket Mode). With SLACK_SIGNING_SECRET Slack connects to it (HTTP):
for one workspace with SLACK_BOT_TOKEN, or for all that install it with SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.errors import SettingProblem

_BOT, _APP, _SIGNING = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"
_CLIENT, _SECRET = "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"
_KEYS, _URL = "ASKADAY_SECRET_KEYS", "ASKADAY_PUBLIC_URL"
_WEB, _METRICS = "ASKADAY_WEB", "ASKADAY_METRICS_TOKEN"
_LLM, _LLM_MODEL, _LLM_KEY = "ASKADAY_LLM_URL", "ASKADAY_LLM_MODEL", "ASKADAY_LLM_KEY"
_EXAMPLES = {
    _BOT: "xoxb-1-2-abc",
    _APP: "xapp-1-A1-2-abc",
    _SIGNING: "8f742231b10e8888abcd99yyyzzz85a5",
    _CLIENT: "123.456",
    _SECRET: "33fea0113f5b1",
    _KEYS: "",
    _URL: "https://askaday.example.com",
    _WEB: "on",
    _LLM: "http://localhost:11434/v1",
    _LLM_MODEL: "llama3.3",
}


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is wrong, and with which variable."""

    variable: str
    is_broken: Callable[[Mapping[str, bool]], bool]
    reason: str


_RULES = (
    _Rule(
        _APP,
        lambda has: has[_BOT] and not has[_APP] and not has[_SIGNING],
        f"{_BOT} is set, and Slack needs both, or {_SIGNING} to be reached over HTTP",
    ),
    _Rule(_BOT, lambda has: has[_APP] and not has[_BOT], f"{_APP} is set, and Slack needs both"),
    _Rule(
        _SIGNING,
        lambda has: has[_APP] and has[_SIGNING],
        f"{_APP} is for Socket Mode, and this for HTTP: leave one of them out",
    ),
    _Rule(
        _SIGNING,
        lambda has: has[_CLIENT] and not has[_SIGNING],
        "workspaces that install Askaday themselves are reached over HTTP, which needs it",
    ),
    _Rule(_SECRET, lambda has: has[_CLIENT] and not has[_SECRET], f"{_CLIENT} is set, and installing needs both"),
    _Rule(_CLIENT, lambda has: has[_SECRET] and not has[_CLIENT], f"{_SECRET} is set, and installing needs both"),
    _Rule(
        _BOT,
        lambda has: has[_SIGNING] and not has[_BOT] and not has[_CLIENT],
        f"{_SIGNING} needs it for one workspace, or {_CLIENT} and {_SECRET} for many",
    ),
    _Rule(
        _BOT,
        lambda has: has[_BOT] and has[_CLIENT],
        f"with {_CLIENT} workspaces bring their own tokens: leave one of them out",
    ),
    _Rule(
        _KEYS,
        lambda has: has[_CLIENT] and not has[_KEYS],
        "it keeps tokens safe; `askaday secret-key` makes a key",
    ),
    _Rule(_URL, lambda has: has[_CLIENT] and not has[_URL], "Slack sends browsers back to it after an installation"),
    _Rule(_URL, lambda has: has[_WEB] and not has[_URL], f"{_WEB} is on, and links to the pages begin with it"),
    _Rule(_WEB, lambda has: has[_METRICS] and not has[_WEB], f"{_METRICS} is set, and /metrics is one of its pages"),
    _Rule(
        _LLM_MODEL,
        lambda has: has[_LLM] and not has[_LLM_MODEL],
        f"{_LLM} is set, and a language model needs both",
    ),
    _Rule(
        _LLM,
        lambda has: (has[_LLM_MODEL] or has[_LLM_KEY]) and not has[_LLM],
        f"{_LLM_MODEL} or {_LLM_KEY} is set, and a language model needs it",
    ),
)


def contradictions(has: Mapping[str, bool]) -> Iterator[SettingProblem]:
    """Give what does not go together; `has` says of each variable whether it is set."""
    for rule in _RULES:
        if rule.is_broken(has):
            # What is set and should not be needs no example of how to set it.
            is_set = has[rule.variable]
            saw, example = ("a value", "") if is_set else ("nothing", _EXAMPLES[rule.variable])
            yield SettingProblem(rule.variable, saw, rule.reason, example)
