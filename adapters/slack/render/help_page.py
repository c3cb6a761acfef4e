"""The page that explains the commands."""

from collections.abc import Iterator, Sequence

from adapters.slack.render.forms import modal, view_blocks
from adapters.slack.render.parts import Part, bold_parts, paragraph_parts, small_parts
from adapters.slack.render.rich_text import list_of_one, rich_text, run, said
from adapters.slack.wire import Json
from bot.engine import HelpPage


def help_modal(page: HelpPage) -> Json:
    """Give the page as a modal."""
    return modal("Askaday", view_blocks(_parts(page)))


def _parts(page: HelpPage) -> Iterator[Part]:
    for line, what in page.practice:
        yield from paragraph_parts(_line(line, what))
    for who, commands in page.commands.items():
        yield from bold_parts(f"For {who}")
        yield _list(commands)
    yield from small_parts([page.note], most=1)


def _list(commands: Sequence[tuple[str, str]]) -> Part:
    items = [list_of_one(_line(line, what), 0, None) for line, what in commands]
    whole = {**items[0], "elements": [section for item in items for section in item["elements"]]}
    return Part(rich_text(whole), said(whole))


def _line(line: str, what: str) -> list[Json]:
    return [run(line, "code"), run(f" {what}")]
