"""Commands as people use them where each option has a field of its own: managers' apart, values behind their names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.naming import CommandNames, Naming
from bot.commands.arguments import Argument, Kind
from bot.commands.catalogue import COMMANDS, QUIZ, Command
from bot.commands.for_privacy import MY_DATA
from bot.domain.practice.exams import DEFAULT_SIZE

#: Code as Markdown writes it, in a line of its own or among words.
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
#: A command with all that is typed behind it, which ends with the line: for what is code.
_WHOLE = re.compile(r"(?<![\w/])/(qotd|aws-quiz)(?![\w-])(?: ([a-z]+)(?![\w=-]))?([^\n`]*)")
#: The same among words, where only options can be told from what follows.
_SAID = re.compile(r"(?<![\w/])/(qotd|aws-quiz)(?![\w-])(?: ([a-z]+)(?![\w=-]))?((?: [a-z_]+=\S*[^\s.,;])*)")
#: What is one word as commands are typed.
_WORD = re.compile(r'(?:[^\s"]|"[^"]*")+')
_KEYS = {one.name for command in COMMANDS.values() for one in command.arguments if one.is_key}
#: An option by itself: "add series=NAME".
_OPTION = re.compile(rf"(?<![\w/:])({'|'.join(sorted(_KEYS))})=(?=[^\s=])")


@dataclass(frozen=True, slots=True)
class ByOptions(Naming):
    """Writes commands for such a platform: `/qotd-manage setup channel:#general`."""

    names: CommandNames

    def in_text(self, text: str) -> str:
        """Write the commands, and options that stand alone."""
        parts = _CODE.split(text)
        parts[::2] = (_OPTION.sub(r"\1:", _SAID.sub(self._said, part)) for part in parts[::2])
        parts[1::2] = (self._code(part) for part in parts[1::2])
        return "".join(parts)

    def _code(self, code: str) -> str:
        written, found = _WHOLE.subn(self._written, code)
        return written if found else _OPTION.sub(r"\1:", code)

    def _said(self, found: re.Match[str]) -> str:
        return self._written(found) if found[1] == "qotd" else f"/{self.names.quiz}{found[0].partition(found[1])[2]}"

    def _written(self, found: re.Match[str]) -> str:
        word, name, said = found[1], found[2] or "", found[3]
        if word != "qotd":
            return f"/{self.names.quiz} {_of_quiz(f'{name}{said}'.split())}".rstrip()
        command = COMMANDS.get(name)
        if command is None:
            return f"/{self.names.qotd}{f' {name}' if name else ''}{said}"
        own = self.names.manage if command.is_for_managers else self.names.qotd
        return f"/{own} {name} {options(command, said)}".rstrip()


def options(command: Command, said: str) -> str:
    """Write what is typed behind a subcommand, in an example or as it is meant, with the names of its options."""
    keys = {one.name: one for one in command.arguments if one.is_key}
    words = _WORD.findall(said.replace("[", "").replace("]", ""))
    named = [word for word in words if word.partition("=")[0] in keys and "=" in word]
    switches = {one.name for one in command.arguments if one.kind is Kind.YES_NO}
    left = [word for word in words if word not in named and word not in switches]
    placed = _placed([one for one in command.arguments if not one.is_key], left)
    switched = [f"{word}:True" for word in words if word in switches]
    return " ".join([*placed, *switched, *(_unquoted(word.replace("=", ":", 1)) for word in named)])


def _unquoted(value: str) -> str:
    """Leave out quotation marks: a field takes a value as it is."""
    return value.replace('"', "")


def _placed(arguments: Sequence[Argument], words: list[str]) -> list[str]:
    """Give words the names of the options that take them."""
    found = []
    for one in arguments:
        begins = one.begins(words)
        if begins is None:
            continue
        before, words = words[:begins], words[begins:]
        # A word that stands before a value names it as its option does.
        words = words[1:] if words[0] in {one.word, one.name} and len(words) > 1 else words
        taken = len(words) if one.is_phrase or one.kind is Kind.SETTINGS else 1
        value = " ".join(words[:taken])
        if one.kind is not Kind.SETTINGS:
            value = _unquoted(value)
        found.append(f"{one.name}:{value.removesuffix('%') if one.kind is Kind.PERCENT else value}")
        words = [*before, *words[taken:]]
    return [*found, *words]


#: What stands for an option of the private question's command that is named alone.
_ALONE = {"exam": str(DEFAULT_SIZE), "privacy": MY_DATA}


def _of_quiz(words: list[str]) -> str:
    """Do so for the private question's command: one of its words with what follows, or a topic and a level."""
    keys = [one.name for one in QUIZ]
    if words and words[0] in keys[2:]:
        return f"{words[0]}:{' '.join(words[1:]) or _ALONE.get(words[0], '…')}"
    return " ".join(f"{name}:{word.strip('[]')}" for name, word in zip(keys, words, strict=False))
