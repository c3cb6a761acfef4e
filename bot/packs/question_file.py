"""One question as a Markdown file: YAML front matter, then `# Prompt` and `# Model answer`."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.question import Question
from bot.domain.text import one_line
from bot.errors import PackError, PackProblem
from bot.packs.outline import Heading, outline
from bot.packs.records import FrontMatter, QuestionRecord
from bot.packs.texts import tidy
from bot.packs.validation import Place, validate
from bot.packs.yaml_text import Path, read_yaml, write_yaml

_FENCE = "---"
_PARTS = ("Prompt", "Model answer")
#: What people write instead.
_OTHER_TITLES = {"question": "Prompt", "answer": "Model answer", "solution": "Model answer"}


@dataclass(frozen=True, slots=True)
class LocatedQuestion:
    """A question and where its parts stand."""

    question: Question
    place: Place


@dataclass(frozen=True, slots=True)
class _Body:
    #: Texts in normal form, by part.
    texts: dict[str, str]
    #: 1-based lines of the parts' headings.
    lines: dict[str, int]
    problems: list[PackProblem]


def read_question(text: str, file: str, *, name: str, pack: str, vocabulary: tuple[str, ...] = ()) -> LocatedQuestion:
    r"""Read a question file's text with `\n` line ends; `name` is the file's name without .md.

    Raises:
        PackError: with everything that is wrong.
    """
    lines = text.split("\n")
    end = _front_matter_end(lines)
    if end is None:
        raise PackError([PackProblem(file, 1, _no_front_matter(lines))])
    header = read_yaml("\n".join(lines[1:end]), offset=1)
    place = Place(file, {**header.lines, (): 1})
    problems = [PackProblem(file, line, reason) for line, reason in header.problems]
    body = _read_body(lines[end + 1 :], file, offset=end + 1)
    record = None
    if header.value is not None or not problems:
        try:
            record = validate(FrontMatter, header.value, place, vocabulary=vocabulary)
        except PackError as error:
            problems += error.problems
        problems += _misnamed(header.value, name, place)
    problems += body.problems
    if problems or record is None:
        raise PackError(sorted(problems, key=lambda problem: problem.line or 0))
    parts: dict[Path, int] = {("prompt",): body.lines["Prompt"], ("model_answer",): body.lines["Model answer"]}
    question = record.question(pack, body.texts["Prompt"], body.texts["Model answer"])
    return LocatedQuestion(question, Place(file, {**place.lines, **parts}))


def write_question(question: Question) -> str:
    """Give the text of a question's file, which reads back as the same question.

    Raises:
        pydantic.ValidationError: the question is not one that a pack may hold.
    """
    fields = QuestionRecord.of(question).plain()
    prompt, answer = fields.pop("prompt"), fields.pop("model_answer")
    return f"{_FENCE}\n{write_yaml(fields)}{_FENCE}\n\n# Prompt\n\n{prompt}\n\n# Model answer\n\n{answer}\n"


def _front_matter_end(lines: list[str]) -> int | None:
    if lines[0].rstrip() != _FENCE:
        return None
    return next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)


def _no_front_matter(lines: list[str]) -> str:
    if lines[0].rstrip() == _FENCE:
        return "the front matter is not closed: a line of three hyphens must follow it"
    return "must begin with front matter: a line of three hyphens, YAML, a line of three hyphens"


def _misnamed(front_matter: object, name: str, place: Place) -> list[PackProblem]:
    given = front_matter.get("id") if isinstance(front_matter, dict) else None
    if not isinstance(given, str) or given == name:
        return []
    return [place.problem(("id",), f"is “{given}”, but the file is named {name}.md; they must be equal")]


def _read_body(lines: list[str], file: str, offset: int) -> _Body:
    found = outline("\n".join(lines))
    body = _Body({}, {}, [])
    report = body.problems.append
    for line in found.open_fences:
        report(PackProblem(file, line + offset + 1, "the code fence is not closed"))
    first = found.headings[0].start if found.headings else len(lines)
    if tidy("\n".join(lines[:first])):
        report(PackProblem(file, offset + 1, "there is text before the heading “# Prompt”"))
    if tuple(heading.title for heading in found.headings) != _PARTS:
        for start, reason in _heading_faults(found.headings):
            report(PackProblem(file, None if start is None else start + offset + 1, reason))
    ends = [*(heading.start for heading in found.headings[1:]), len(lines)]
    for heading, end in zip(found.headings, ends, strict=False):
        text = tidy("\n".join(lines[heading.end : end]))
        body.texts[heading.title] = text
        body.lines[heading.title] = heading.start + offset + 1
        if not text:
            report(PackProblem(file, heading.start + offset + 1, f"“# {heading.title}” is empty"))
    return body


def _heading_faults(headings: tuple[Heading, ...]) -> list[tuple[int | None, str]]:
    titles = [heading.title for heading in headings]
    missing = [part for part in _PARTS if part not in titles]
    meant = {heading: _meant(heading.title, missing) for heading in headings if heading.title not in _PARTS}
    faults: list[tuple[int | None, str]] = [
        (None, f"the heading “# {part}” is missing") for part in missing if part not in meant.values()
    ]
    for index, heading in enumerate(headings):
        if heading.title not in _PARTS:
            advice = f"did you mean “# {meant[heading]}”?" if meant[heading] else "use ## or deeper"
            title = one_line(heading.title)
            faults.append((heading.start, f"the level-1 heading “{title}” is not taken; {advice}"))
        elif heading.title in titles[:index]:
            faults.append((heading.start, f"the heading “# {heading.title}” stands twice"))
    return faults or [(headings[0].start, "“# Prompt” must stand before “# Model answer”")]


def _meant(title: str, missing: Sequence[str]) -> str:
    """Give the missing part that a heading was probably to name; empty: none."""
    part = _OTHER_TITLES.get(title.casefold()) or "".join(get_close_matches(title.capitalize(), _PARTS, n=1))
    return part if part in missing else ""
