import pytest

from bot.domain.question import Reference
from bot.packs.rules.references import foreign_addresses, too_many_references, unsound_addresses, without_references
from tests.packs.rules.questions import QUESTION, found, loaded, reasons

REFERENCE = QUESTION.references[0]


def test_references_missing() -> None:
    assert found(without_references, references=()) == ["standby: references: names no page that supports the answer"]


def test_references_too_many() -> None:
    assert found(too_many_references, references=(REFERENCE,) * 4) == [
        "standby: references: has 4 entries; up to 3 are good"
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_references_of_good_number(count: int) -> None:
    references = (REFERENCE,) * count

    assert found(without_references, references=references) + found(too_many_references, references=references) == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.org/a", "must begin with https://"),
        ("https://example.org/a b", "is not well-formed; write https://example.org/a%20b"),
        ("https://EXAMPLE.org", "is not well-formed; write https://example.org/"),
    ],
)
def test_address_unsound(url: str, reason: str) -> None:
    assert found(unsound_addresses, references=(Reference("T", url),)) == [f"standby: references[1].url: {reason}"]


@pytest.mark.parametrize("url", ["https://example.org", "https://example.org/", "https://example.org/a?b=c%20d#e"])
def test_address_sound(url: str) -> None:
    assert found(unsound_addresses, references=(Reference("T", url),)) == []


@pytest.mark.parametrize(
    ("domains", "expected"),
    [
        ((), []),
        (("example.com", "docs.example.org"), []),
        (
            ("example.org", "example.com"),
            ["standby: references[1].url: is not of the manifest's reference_domains (example.org, example.com)"],
        ),
    ],
)
def test_address_by_domains(domains: tuple[str, ...], expected: list[str]) -> None:
    assert reasons(foreign_addresses(loaded(QUESTION, domains=domains))) == expected
