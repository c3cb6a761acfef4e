"""Code blocks of prompts and answers; what stands in a shell block is the pack's own business."""

import ast
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import yaml
from markdown_it import MarkdownIt

from bot.errors import PackProblem
from bot.packs.folder import LoadedPack

_PARSER = MarkdownIt("commonmark", {"html": False})


def _parse_yaml(text: str) -> None:
    # Composed, not constructed: templates use tags such as !Ref that only their own tools know.
    list(yaml.compose_all(text, Loader=yaml.SafeLoader))


PARSERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "json": json.loads,
    "python": ast.parse,
    "yaml": _parse_yaml,
}


def broken_code(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find code blocks that are not of the language they name."""
    for question, place in loaded.located():
        for part in ("prompt", "model_answer"):
            for line, language, code in code_blocks(getattr(question, part)):
                fault = _fault(language, code)
                if fault:
                    yield place.problem((part,), f"the {language} block in its line {line} does not parse: {fault}")


def code_without_language(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find code blocks that do not say their language, so that nothing can colour or check them."""
    for question, place in loaded.located():
        for part in ("prompt", "model_answer"):
            for line, language, _ in code_blocks(getattr(question, part)):
                if not language:
                    yield place.problem((part,), f"the code block in its line {line} names no language")


def code_blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """Give each fenced block of a Markdown text: 1-based line, language in lower case (or nothing), and code."""
    for token in _PARSER.parse(text):
        if token.type == "fence" and token.map:
            yield token.map[0] + 1, token.info.strip().partition(" ")[0].casefold(), token.content


def words_beside_code(text: str) -> int:
    """Count the words of a Markdown text that stand in no code block."""
    lines: list[str] = text.split("\n")
    for token in _PARSER.parse(text):
        if token.type in ("fence", "code_block") and token.map:
            start, end = token.map
            lines[start:end] = [""] * (end - start)
    return len(" ".join(lines).split())


def _fault(language: str, code: str) -> str:
    try:
        PARSERS.get(language, str)(code)
    except (ValueError, SyntaxError, yaml.YAMLError) as error:
        return " ".join(str(error).split())
    return ""
