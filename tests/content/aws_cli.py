"""Commands of the AWS CLI in Markdown, judged by the command tables of the `awscli` package: no network, no account."""

import re
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any

from awscli.clidriver import create_clidriver  # type: ignore[import-untyped]  # it ships no types

from bot.packs.rules.code import code_blocks

_BETWEEN_COMMANDS = ";()<>|&\n"
_INLINE = re.compile(r"(?<!`)`(aws [^`]+)`(?!`)")
_SUBSTITUTION = re.compile(r"\$\(([^()]*)\)")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)
_ASSIGNMENT = re.compile(r"\w+=.*")
#: Stand for all other arguments.
_WHOLE_INPUT = {"--cli-input-json", "--generate-cli-skeleton"}


def block_commands(text: str) -> list[list[str]]:
    """Give the words of each AWS command in the shell blocks of a Markdown text."""
    blocks = (code for _, language, code in code_blocks(text) if language in {"bash", "sh", "shell"})
    return [words for block in blocks for words in shell_commands(block)]


def inline_commands(text: str) -> list[list[str]]:
    """Give the words of each AWS command that stands in a line of text, where arguments may be left out."""
    return [shlex.split(command) for command in _INLINE.findall(text)]


def shell_commands(script: str) -> Iterator[list[str]]:
    """Give the words of each AWS command of a shell script, also of those in pipes, lists and substitutions."""
    script = _COMMENT.sub("", script)
    for inner in _SUBSTITUTION.findall(script):
        yield from shell_commands(inner)
    lexer = shlex.shlex(
        _SUBSTITUTION.sub("substituted", script).replace("\\\n", " "), posix=True, punctuation_chars=_BETWEEN_COMMANDS
    )
    lexer.whitespace, lexer.whitespace_split, lexer.commenters = " \t", True, ""
    for between, words in groupby(lexer, lambda word: word != "" and set(word) <= set(_BETWEEN_COMMANDS)):
        command = [] if between else list(words)
        while command and _ASSIGNMENT.fullmatch(command[0]):
            del command[0]
        if command[:1] == ["aws"]:
            yield command


def faults(command: list[str], *, complete: bool = True) -> list[str]:
    """Say what the AWS CLI would refuse; options it needs are missed in a complete command only."""
    given = {word.partition("=")[0] for word in command if word.startswith("--")}
    driver = _driver()
    table, known = driver.command_table, driver.arg_table
    for depth, word in enumerate(command[1:], 1):
        if not table:
            break
        if word not in table:
            return [f"“{' '.join(command[:depth])}” has no command “{word}”"]
        page = table[word].create_help_command()
        table, known = page.command_table, page.arg_table
    allowed = {f"--{name}" for name in (*known, *driver.arg_table)}
    unknown = [f"there is no option {option}" for option in sorted(given - allowed)]
    return unknown + (_missing(known, given) if complete and not given & _WHOLE_INPUT else [])


def _missing(known: Mapping[str, Any], given: set[str]) -> list[str]:
    """Name the required options that are not given; of a pair such as --egress and --ingress either is enough."""
    missing = []
    for name, argument in known.items():
        group = argument.group_name
        either = {f"--{one}" for one, other in known.items() if one == name or (group and other.group_name == group)}
        if argument.required and not argument.positional_arg and not given & either:
            missing.append(f"the option --{name} is missing")
    return missing


@cache
def _driver() -> Any:
    return create_clidriver().create_help_command()
