"""How many questions of a pack stand for each domain of the exams that its questions name."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from bot.domain.question import Pack
from bot.errors import PackError, PackProblem
from bot.packs.folder import read_text
from bot.packs.records import Record
from bot.packs.texts import Line
from bot.packs.validation import Place, validate
from bot.packs.yaml_text import read_yaml

#: Beside the manifest: what the guides of exams call their domains and what weight they give them.
GUIDES = "exams.yaml"


class DomainRecord(Record):
    """A domain of an exam's guide."""

    number: int = Field(ge=1)
    title: Line
    weight: int | None = Field(default=None, ge=1, le=100, description="Percent, where the guide was seen.")


class ExamRecord(Record):
    """An exam by its guide."""

    exam: Line
    title: Line
    domains: tuple[DomainRecord, ...]


class GuidesRecord(Record):
    """The guides of a pack."""

    exams: tuple[ExamRecord, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A domain of an exam, and how many questions name it or a task of it."""

    exam: str
    domain: str
    title: str
    #: Percent; None: not seen.
    weight: int | None
    questions: int


def read_guides(folder: Path) -> tuple[ExamRecord, ...]:
    """Read the guides that lie beside a pack's manifest; none: the pack has no such file.

    Raises:
        PackError: the file is not as it should be.
    """
    file = folder / GUIDES
    if not file.exists():
        return ()
    read = read_yaml(read_text(file))
    if read.problems:
        raise PackError([PackProblem(str(file), line, reason) for line, reason in read.problems])
    place = Place(str(file), {(): 1, **read.lines})
    return validate(GuidesRecord, read.value, place).exams


def coverage(pack: Pack, guides: tuple[ExamRecord, ...]) -> list[Covered]:
    """Count by domain: those of the guides first, in their order, then those that only questions name.

    A question that names several domains counts in each, one that names several tasks of a domain counts once.
    """
    named: Counter[tuple[str, str]] = Counter()
    for question in pack.questions:
        named.update({_domain(part) for part in question.exam})
    return [*_by_guides(guides, named), *(Covered(*key, "", None, times) for key, times in sorted(named.items()))]


def _domain(part: str) -> tuple[str, str]:
    exam, _, place = part.partition("/")
    return exam, place.partition(".")[0]


def _by_guides(guides: tuple[ExamRecord, ...], named: "Counter[tuple[str, str]]") -> Iterator[Covered]:
    for guide in guides:
        for domain in guide.domains:
            key = (guide.exam, str(domain.number))
            yield Covered(*key, domain.title, domain.weight, named.pop(key, 0))


def coverage_table(rows: list[Covered]) -> str:
    """Draw it as a table of Markdown."""
    lines = ["| Exam | Domain | Weight | Questions |", "| --- | --- | ---: | ---: |"]
    for row in rows:
        title = f"{row.domain} {row.title}".strip()
        weight = f"{row.weight} %" if row.weight else "not seen"
        lines.append(f"| {row.exam} | {title} | {weight} | {row.questions} |")
    return "\n".join(lines) + "\n"
