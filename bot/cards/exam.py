"""What a member sees at the end of an exam."""

from bot.cards.privacy import MY_DATA
from bot.cards.question import question_title
from bot.domain.card import Action, Block, Card, Facts, Heading, Small, Table, Text
from bot.domain.practice.drills import Drill
from bot.domain.practice.exams import ExamResult, score_of
from bot.domain.text import DASH, percent

_MOST_PAGES = 10


def exam_result_card(result: ExamResult) -> Card:
    """Show the mark, each question, weak topics and what to read."""
    asked = f"{len(result.drills)} of {result.exam.size}"
    if result.mark is None:
        return Card("The exam is over", (Text("No question was answered, so there is no mark."),), _AGAIN)
    facts = Facts((("Mark", percent(result.mark)), ("Questions", asked)))
    rows = tuple((str(number), *_row(drill)) for number, drill in enumerate(result.drills, start=1))
    table = Table(("No.", "Question", "Score", "How"), rows, numeric=(0, 2))
    return Card(f"Your exam: {percent(result.mark)}", (facts, table, *_weak(result), *_reading(result)), _AGAIN)


_AGAIN = (Action("next", "Practise"), MY_DATA)


def _row(drill: Drill) -> tuple[str, str, str]:
    how = DASH if drill.judgement is None else "choices" if drill.picked is not None else "words"
    return f"{question_title(drill.question)}: {drill.question.id}", percent(score_of(drill)), how


def _weak(result: ExamResult) -> tuple[Block, ...]:
    if not result.weak_topics:
        return ()
    lines = "\n".join(f"- {topic}: `/aws-quiz {topic}`" for topic in result.weak_topics)
    return Heading("Topics to look at again"), Text(lines)


def _reading(result: ExamResult) -> tuple[Block, ...]:
    pages = {page.url: page.title for question in result.to_read for page in question.references}
    if not pages:
        return ()
    lines = "\n".join(f"- [{title}]({url})" for url, title in list(pages.items())[:_MOST_PAGES])
    return Heading("What to read"), Text(lines), Small("What you missed comes back with /aws-quiz.")
