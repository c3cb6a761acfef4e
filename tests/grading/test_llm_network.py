"""Where a language model may be reached: not in a private network, unless the operator named one."""

import asyncio
import socket
from collections.abc import Callable, Mapping, Sequence
from ipaddress import ip_address
from typing import Any

import pytest

from adapters.grading.llm.addresses import is_public, names_own_network
from adapters.grading.llm.endpoint import Endpoint, LlmAccess
from bot.errors import LlmError
from tests.servers.fake_llm import KEY, FakeLlm, Told

SAID = Told("said")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, Sequence[str]]], None]:
    """Let names lead to addresses of a test's choice."""
    real = socket.getaddrinfo

    def let(names: Mapping[str, Sequence[str]]) -> None:
        def looked_up(host: Any, port: Any, *words: Any, **named: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host
            return [one for to in names.get(name, [name]) for one in real(to, port, *words, **named)]

        monkeypatch.setattr(socket, "getaddrinfo", looked_up)

    return let


async def ask(address: str, **more: Any) -> str:
    endpoint = Endpoint(LlmAccess(address, "tiny", 5, KEY, **more))
    try:
        return await asyncio.to_thread(endpoint.complete, [{"role": "user", "content": "?"}])
    except LlmError as error:
        return error.message


def under(name: str, address: str) -> str:
    return address.replace("127.0.0.1", name)


@pytest.mark.parametrize("also", [(), ("93.184.216.34",)])
async def test_public_name_that_leads_into_a_private_network_is_not_followed(resolve: Any, also: Sequence[str]) -> None:
    resolve({"models.example.com": [*also, "127.0.0.1"]})
    async with FakeLlm([SAID]) as llm:
        said = await ask(under("models.example.com", llm.address))

    assert said == (
        "The endpoint is in a private network: models.example.com leads to 127.0.0.1. "
        "ASKADAY_LLM_PRIVATE=yes allows it."
    )
    assert llm.asked == []


async def test_operator_may_say_that_it_leads_there(resolve: Any) -> None:
    resolve({"models.example.com": ["127.0.0.1"]})
    async with FakeLlm([SAID]) as llm:
        said = await ask(under("models.example.com", llm.address), private=True)

    assert (said, len(llm.asked)) == ("said", 1)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "ollama", "ollama.internal"])
async def test_name_of_a_network_of_ones_own_says_so_by_itself(resolve: Any, name: str) -> None:
    resolve({"ollama": ["127.0.0.1"], "ollama.internal": ["127.0.0.1"], "localhost": ["127.0.0.1"]})
    async with FakeLlm([SAID]) as llm:
        said = await ask(under(name, llm.address))

    assert (said, len(llm.asked)) == ("said", 1)


async def test_redirect_into_a_private_network_is_not_followed(resolve: Any) -> None:
    resolve({"elsewhere.example.com": ["127.0.0.1"]})
    async with FakeLlm([SAID]) as other:
        to = f"{under('elsewhere.example.com', other.address)}/chat/completions"
        async with FakeLlm([Told(location=to)]) as llm:
            said = await ask(llm.address)

    assert said.startswith("The endpoint is in a private network: elsewhere.example.com leads to 127.0.0.1.")
    assert (len(llm.asked), other.asked) == (1, [])


async def test_public_name_is_asked_at_the_address_that_was_checked(
    resolve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve({"models.example.com": ["127.0.0.1"]})
    monkeypatch.setattr("adapters.grading.llm.network.is_public", lambda _address: True)
    async with FakeLlm([SAID]) as llm:
        said = await ask(under("models.example.com", llm.address))

    assert (said, llm.headers["Host"].partition(":")[0]) == ("said", "models.example.com")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:21f::1", True),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - not listened at
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_addresses_are_told_apart(address: str, expected: bool) -> None:
    assert is_public(ip_address(address)) is expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("ollama", True),
        ("10.0.0.1", True),
        ("::1", True),
        ("Host.Docker.INTERNAL", True),
        ("llm.svc.cluster.local.", True),
        ("api.openai.com", False),
        ("local.example.com", False),
    ],
)
def test_names_are_told_apart(host: str, expected: bool) -> None:
    assert names_own_network(host) is expected
