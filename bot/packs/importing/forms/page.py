"""A page saved as text or Markdown, as drafts."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from bot.domain.text import count as counted
from bot.errors import PackError, PackProblem
from bot.packs.importing.drafts import Draft, Drafts
from bot.packs.importing.forms.table import Row, drafts_of_rows
from bot.packs.importing.guessing import level_in
from bot.packs.importing.naming import Naming
from bot.packs.importing.pages.marked import MarkedPage, MarkedQuestion, is_markdown, read_marked
from bot.packs.importing.pages.quiz import PageQuestion, Quiz, read_quiz
from bot.packs.outline import faults
from bot.packs.validation import Place

_BAR = re.compile(r"(?<!\\)\|")


def drafts_of_page(text: str, file: str, naming: Naming) -> Drafts:
    """Find a page's questions; texts of a plain page are left as lines, to be made Markdown one by one.

    Raises:
        PackError: the page holds no questions.
    """
    for rows in _tables(text):
        with suppress(PackError):  # a table of something else
            return drafts_of_rows(rows, file, Naming(naming.mapping))
    is_marked = is_markdown(text)
    marked = read_marked(text)
    quiz = read_quiz(text)
    has_options = any("options" in one.fields for one in marked.questions)
    misses_some = len(quiz.questions) < len(marked.questions) + bool(marked.unanswered)
    # A comment in code looks like a heading of Markdown.
    has_more = len(quiz.questions) > len(marked.questions)
    if quiz.questions and (has_more or not (is_marked or misses_some or has_options)):
        return _of_quiz(quiz, file, naming)
    if not marked.questions:
        reason = (
            "holds no questions: a page needs questions with a number, a heading, bold type or “Q:”, each followed by "
            "a line “Answer” or by options"
        )
        raise PackError([PackProblem(file, None, reason)])
    return _of_marked(marked, file, naming, is_marked=is_marked)


def _of_marked(page: MarkedPage, file: str, naming: Naming, *, is_marked: bool) -> Drafts:
    sections = dict.fromkeys(one.section for one in page.questions)
    drafts = []
    for one in page.questions:
        fields = naming.named(_texts(one, is_marked=is_marked))
        if len(sections) > 1 and one.section:
            level = level_in(one.section)
            fields.setdefault(*(("level", level) if level else ("category", one.section)))
        drafts.append(Draft(fields, Place(file, prefix=f"question {one.number}: ", start=one.line)))
    naming.require()
    problems = [PackProblem(file, line, "seems to be a question, and has no answer") for line in page.unanswered]
    blocks = len(drafts) + len(problems)
    unmarked = ["no line says “Answer”: what stands below each question was taken for it"] if page.is_unmarked else []
    remarks = [*unmarked, *_left_out(page.behind, page.ends_at)]
    return Drafts(drafts, {"title": page.title} if page.title else {}, Place(file), problems, remarks, blocks)


def _tables(text: str) -> Iterator[list[Row]]:
    """Give the rows of each table of a Markdown page, without the line of hyphens."""
    rows: list[Row] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.lstrip().startswith("|"):
            cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(line.strip().strip("|"))]
            if not all(set(cell) <= set(":- ") for cell in cells):
                rows.append((number, cells))
        elif rows:
            if len(rows) > 1:
                yield rows
            rows = []


def _texts(question: MarkedQuestion, *, is_marked: bool) -> dict[str, Any]:
    texts: dict[str, Any] = {}
    for name, value in question.fields.items():
        if isinstance(value, tuple) and is_marked:
            texts[name] = _sound("\n".join([*value[:1], *textwrap.dedent("\n".join(value[1:])).split("\n")]).strip())
        elif isinstance(value, tuple) and name == "explanation":
            texts[name] = "\n".join(value)
        else:
            texts[name] = value
    return texts


def _sound(text: str) -> str:
    """Give Markdown that can stand below a heading of its own: no level-1 headings, no open fence."""
    if not faults(text):
        return text
    text = re.sub(r"^# ", "## ", text, flags=re.MULTILINE)
    text = re.sub(r"^=+[ \t]*$", "---", text, flags=re.MULTILINE)
    return f"{text}\n```" if any("fence" in reason for _, reason in faults(text)) else text


def _of_quiz(quiz: Quiz, file: str, naming: Naming) -> Drafts:
    drafts = [Draft(naming.named(_fields(question)), _place(question, file)) for question in quiz.questions]
    naming.require()
    title = quiz.before[0].strip() if quiz.before else ""
    return Drafts(drafts, {"title": title} if title else {}, remarks=_remarks(quiz), blocks=len(drafts))


def _fields(question: PageQuestion) -> dict[str, object]:
    level = level_in(question.section)
    return {"question": question.prompt, "answer": question.answer, **({"difficulty": level} if level else {})}


def _place(question: PageQuestion, file: str) -> Place:
    return Place(file, prefix=f"question {question.number}: ", start=question.line)


def _remarks(quiz: Quiz) -> list[str]:
    remarks = []
    for section in dict.fromkeys(question.section for question in quiz.questions):
        count = sum(question.section == section for question in quiz.questions)
        title = f"the section “{section}”" if section else "no section"
        level = level_in(section)
        origin = "taken from the section's title" if level else "the title names no level"
        remarks.append(f"{counted(count, 'question')} in {title}: level {level or 'associate'} ({origin})")
    return [*remarks, *_left_out(quiz.behind, quiz.ends_at)]


def _left_out(behind: Sequence[str], ends_at: int | None) -> list[str]:
    if ends_at is None:
        return []
    left_out = counted(len(behind), "line was", "lines were")
    place = f"before line {ends_at} (“{behind[0].strip('# ')[:80]}”)"
    return [f"the quiz ends {place}, where the page turns from the subject to itself: {left_out} left out"]
