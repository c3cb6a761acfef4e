"""Commands written for a platform on which each option has a field of its own."""

import ast
from pathlib import Path

import pytest

from bot.cards.naming import CommandNames
from bot.commands.catalogue import COMMANDS, QUIZ
from bot.commands.explaining.by_options import ByOptions

ROOT = Path(__file__).parents[3]
NAMES = ByOptions(CommandNames("ask", "drill", "ask-manage"))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("`/qotd me` or /qotd resume.", "`/ask me` or /ask-manage resume."),
        ("`/qotd`, /qotd … and docs/qotd", "`/ask`, /ask … and docs/qotd"),
        ("`/qotd setup channel=…` gives it", "`/ask-manage setup channel:…` gives it"),
        ("choose one with /qotd setup channel=#NAME.", "choose one with /ask-manage setup channel:#NAME."),
        ("`/qotd setup answers=open`", "`/ask-manage setup settings:answers=open`"),
        ("`/qotd setup [KEY=VALUE …]`", "`/ask-manage setup settings:KEY=VALUE …`"),
        (
            "```text\n/qotd setup packs=aws zone=UTC at=09:00 days=mon-fri\n```",
            "```text\n/ask-manage setup settings:at=09:00 days=mon-fri packs:aws zone:UTC\n```",
        ),
        (
            '`/qotd setup series="my series" channel=#NAME` moves it',
            "`/ask-manage setup series:my series channel:#NAME` moves it",
        ),
        ("`/qotd leaderboard [PERIOD] [everywhere]`", "`/ask leaderboard period:PERIOD everywhere:True`"),
        ("`/qotd pause until monday`", "`/ask-manage pause until:monday`"),
        ("`/qotd queue add pack/id`", "`/ask-manage queue change:add pack/id`"),
        ("`/qotd flags keep aws/one`", "`/ask-manage flags decision:keep question:aws/one`"),
        (
            "`/qotd grade <@7> 80% names the limit round=7`",
            "`/ask grade member:<@7> percent:80 reason:names the limit round:7`",
        ),
        ('`/qotd grade "@Ana B" 80% REASON`', "`/ask grade member:@Ana B percent:80 reason:REASON`"),
        ("`/qotd disputes keep @ana no word of it`", "`/ask disputes keep:@ana reason:no word of it`"),
        ("`/qotd privacy hide` and `/qotd preview 5`", "`/ask privacy action:hide` and `/ask preview number:5`"),
        ("Add `series=NAME`: a, b.", "Add `series:NAME`: a, b."),
        ("Did you mean `series=daily`?", "Did you mean `series:daily`?"),
        ("several series, add series=NAME.", "several series, add series:NAME."),
        ("`/aws-quiz` and `/aws-quiz security associate`", "`/drill` and `/drill topic:security level:associate`"),
        ("`/aws-quiz exam 10`, `/aws-quiz exam`", "`/drill exam:10`, `/drill exam:10`"),
        ("`/aws-quiz nudge off` ends it; /aws-quiz too", "`/drill nudge:off` ends it; /drill too"),
        ("`at=09:00` 2 = 2, `/usr/qotd me`", "`at=09:00` 2 = 2, `/usr/qotd me`"),
    ],
)
def test_in_text(text: str, written: str) -> None:
    assert NAMES.in_text(text) == written


def texts() -> list[str]:
    """Give all texts of the engine and the adapters that name a command, but for the documentation in code."""
    found = []
    for folder in ("bot", "adapters"):
        for path in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text())
            made = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
            parts = {id(part) for node in made for part in ast.walk(node) if part is not node}
            whole = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in parts]
            found += [
                "".join(getattr(part, "value", "") if isinstance(part, ast.Constant) else "X" for part in one.values)
                for one in made
            ]
            found += [node.value for node in whole if isinstance(node.value, str)]
    return [text for text in found if "`/" in text]


def test_all_that_is_said_names_options_that_there_are() -> None:
    """Every command in backticks is written with options of that very command."""
    taken = {name: {one.name for one in command.arguments} for name, command in COMMANDS.items()}
    sides = {name: "ask-manage" if command.is_for_managers else "ask" for name, command in COMMANDS.items()}
    wrong = []
    for text in texts():
        for code in NAMES.in_text(text).split("`")[1::2]:
            word, _, said = code.partition(" ")
            name, _, behind = said.partition(" ")
            if word in {"/ask", "/ask-manage"} and name in COMMANDS:
                first = behind.split(":")[0]
                # Where code puts in the name of an option, there is none to look for.
                if word != f"/{sides[name]}" or (behind and first not in {*taken[name], "X=X"}):
                    wrong.append(code)
            elif word == "/drill" and said.split(":")[0] not in {"", *(one.name for one in QUIZ)}:
                wrong.append(code)

    assert wrong == []
