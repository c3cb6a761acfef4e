"""Documents and code say the same."""

import re
import tomllib
from pathlib import Path

from bot.commands.catalogue import COMMANDS
from bot.config.settings import variables

ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


#: What people read.
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")), ROOT / "adapters" / "console" / "README.md"]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=]", requirement)[0].strip().casefold() for requirement in requirements}


def test_ci_runs_the_commands_of_the_readme_then_the_linters_and_coverage() -> None:
    readme = (ROOT / "README.md").read_text()
    quickstart = readme.split("## Try")[1].split("\n## ")[0]
    told = [line for block in re.findall(r"```sh\n(.*?)```", quickstart, re.DOTALL) for line in block.splitlines()]
    script = (ROOT / ".ci" / "run").read_text()
    run = [line.removesuffix(" </dev/null") for line in script.splitlines() if line.startswith("make ")]

    # Who has uv tries it in a line; a clone has these two.
    assert told == ["uvx --from . askaday demo", "make demo", "make test"]
    assert run == [*told[1:], "make lint", "make coverage"]


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 80


#: What is looked up and not read, and what binds those who change the code.
_LOOKED_UP = {"commands.md", "privacy.md", "architecture.md", "decisions.md"}
#: What a screen shows of a page's source, whose lines are at most 120 characters long.
_LINES_ON_SCREEN = 40


def test_pages_that_are_read_are_at_most_three_screens_long() -> None:
    pages = [one for one in (ROOT / "docs").glob("*.md") if one.name not in _LOOKED_UP]
    # What is folded in opens for whoever wants it.
    folded = re.compile(r"^<details>.*?^</details>$", re.DOTALL | re.MULTILINE)
    shown = {one.name: folded.sub("", one.read_text()) for one in pages}

    assert {name: n for name, text in shown.items() if (n := len(text.splitlines())) > 3 * _LINES_ON_SCREEN} == {}


def test_links_of_documents_lead_somewhere() -> None:
    dead = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in PAGES
        for link in _links(page.read_text())
        if not _is_there(page, link)
    ]

    assert dead == []


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text()

    assert [page.name for page in PAGES if page.parent.name == "docs" and page.name not in f"{index} README.md"] == []


def _links(text: str) -> list[str]:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    found = re.findall(r"\]\(<?([^)\s>]+)>?\)", prose) + re.findall(r'(?:src|srcset)="([^"]+)"', prose)
    return [link for link in found if not re.match(r"https?:|mailto:", link)]


def _is_there(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.exists():
        return False
    return not anchor or anchor in {
        _anchor(heading) for heading in re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE)
    }


def _anchor(heading: str) -> str:
    """Give what a heading is linked by: https://docs.github.com/get-started/writing-on-github."""
    words = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).casefold())
    return words.strip().replace(" ", "-")


def test_ci_works_in_a_clone_that_has_nothing_beside_it() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()

    places = [line for line in lines if line.startswith(("cd ", "bare=", "git clone"))]

    assert places == ["bare=$(mktemp -d)", 'git clone --quiet "$here" "$bare/askaday"', 'cd "$bare/askaday"']
    assert lines.index(places[-1]) < lines.index("make demo </dev/null")


def test_nothing_reaches_beside_the_checkout() -> None:
    beside = [
        path.relative_to(ROOT)
        for folder in ("bot", "adapters", "scheduler", "tests", "benchmarks", "content")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"""(?:\.\./|["'])shared\b""", path.read_text())
    ]

    assert beside == []


def test_every_dependency_has_its_reason() -> None:
    document = (ROOT / "docs" / "dependencies.md").read_text()
    rows = re.findall(r"^\| ([\w.,\- ]+) \| [^|]+ \| [^|]+ \| [^|]+ \|$", document, re.MULTILINE)
    explained = {name.strip().casefold() for row in rows for name in row.split(",")} - {"library"}

    declared = names(PROJECT["project"]["dependencies"]) | names(PROJECT["dependency-groups"]["dev"])

    assert explained == declared


def test_every_setting_is_in_the_example() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()

    assert {line.partition("=")[0] for line in lines if line and not line.startswith("#")} == set(variables())


def test_every_command_is_documented() -> None:
    document = (ROOT / "docs" / "commands.md").read_text()
    documented = re.findall(r"^\| `/qotd ([\w]+)", document, re.MULTILINE)

    assert sorted(documented) == sorted(COMMANDS)


def test_the_version_stands_in_one_place_more_only() -> None:
    namespace: dict[str, str] = {}
    exec((ROOT / "bot" / "__init__.py").read_text(), namespace)  # noqa: S102 - the project's own file

    told = re.findall(r"^## (?!Unreleased)(\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert namespace["__version__"] == PROJECT["project"]["version"] == told[0]


def test_the_architecture_draws_the_tree_as_it_is() -> None:
    tree = (ROOT / "docs" / "architecture.md").read_text().split("## Folders")[1].split("```")[1]
    drawn: dict[str, set[str]] = {}
    top = ""
    for line in tree.strip().splitlines():
        names = re.findall(r"(\w+)/", line)
        if not line.startswith(" "):
            top, *names = names
            drawn[top] = set()
        drawn[top].update(names)
    folders = {
        top: {path.name for depth in ("*", "*/*", "*/*/*") for path in (ROOT / top).glob(depth) if _is_drawn(path)}
        for top in ("bot", "adapters", "scheduler")
    }

    assert {top: drawn[top] for top in folders} == folders


#: Rooms within a room that the page draws whole.
_WITHIN = {"bot/packs/importing/pages", "adapters/web/pages"}


def _is_drawn(path: Path) -> bool:
    return (path / "__init__.py").exists() and str(path.relative_to(ROOT)) not in _WITHIN
