"""The pages that support an answer."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from pydantic import HttpUrl

from bot.errors import PackProblem
from bot.packs.folder import LoadedPack

MOST: Final = 3


def without_references(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find questions that name no page to check them by."""
    for question, place in loaded.located():
        if not question.references:
            yield place.problem(("references",), "names no page that supports the answer")


def too_many_references(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find questions with more pages than anybody follows from a chat window."""
    for question, place in loaded.located():
        if len(question.references) > MOST:
            yield place.problem(("references",), f"has {len(question.references)} entries; up to {MOST} are good")


def unsound_addresses(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find addresses that are not encrypted, or that a browser would have to correct first."""
    for question, place in loaded.located():
        for index, reference in enumerate(question.references):
            path = ("references", index, "url")
            corrected = str(HttpUrl(reference.url))
            if urlsplit(reference.url).scheme != "https":
                yield place.problem(path, "must begin with https://")
            elif reference.url not in (corrected, corrected.removesuffix("/")):
                yield place.problem(path, f"is not well-formed; write {corrected}")


def foreign_addresses(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find addresses outside the hosts that the manifest's `reference_domains` allow."""
    allowed = loaded.pack.reference_domains
    for question, place in loaded.located():
        for index, reference in enumerate(question.references):
            if allowed and urlsplit(reference.url).hostname not in allowed:
                reason = f"is not of the manifest's reference_domains ({', '.join(allowed)})"
                yield place.problem(("references", index, "url"), reason)
