"""The page that explains the commands, made of those that exist."""

from collections.abc import Iterator

from adapters.slack.parts import Part, bold_parts, paragraph_parts, small_parts
from adapters.slack.rich_text import list_of_one, rich_text, run, said
from adapters.slack.texts import Json
from adapters.slack.views import modal, view_blocks
from bot.commands.catalogue import COMMANDS, Command

_PRACTICE = {
    "[topic] [level]": "asks you in private what you need most, before you forget it.",
    "exam [n]": "asks ten questions, or n, without feedback until the end.",
    "nudge on 9:00": "reminds you of what is due.",
}


def help_modal(qotd: str, quiz: str) -> Json:
    """Give the page as a modal; the arguments are the names of the two commands."""
    return modal("Askaday", view_blocks(help_parts(qotd, quiz)))


def help_parts(qotd: str, quiz: str) -> Iterator[Part]:
    """Give the page, for a message too; the arguments are the names of the two commands."""
    for words, what in _PRACTICE.items():
        yield from paragraph_parts([run(f"/{quiz} {words}", "code"), run(f" {what}")])
    for who in dict.fromkeys(command.who for command in COMMANDS.values()):
        yield from bold_parts(f"For {who}")
        yield _list([command for command in COMMANDS.values() if command.who == who], qotd)
    yield from small_parts(["Where a channel has several series, add series=NAME."], most=1)


def _list(commands: list[Command], qotd: str) -> Part:
    items = [list_of_one(_line(command, qotd), 0, None) for command in commands]
    whole = {**items[0], "elements": [section for item in items for section in item["elements"]]}
    return Part(rich_text(whole), said(whole))


def _line(command: Command, qotd: str) -> list[Json]:
    return [run(f"/{qotd} {command.name} {command.usage}".rstrip(), "code"), run(f" {command.summary}")]
