"""What a member sees at the end of an exam: the mark, and what is worth another look."""

from bot.cards.privacy import MY_DATA
from bot.cards.question import question_title
from bot.cards.recognised import recognised
from bot.domain.card import Action, Block, Card, Facts, Table, Text
from bot.domain.practice.drills import Drill
from bot.domain.practice.exams import ExamResult
from bot.domain.target import Target
from bot.domain.text import listing, percent

#: So many of the worst are named, so many pages to read, and so many answers can be looked at from the menu.
_WORST = 5
_PAGES = 3
_LOOKED_AT = 4
_AGAIN = (Action("next", "Practise"),)


def exam_result_card(result: ExamResult) -> Card:
    """Show the mark, what was missed, weak topics and what to read."""
    if result.mark is None:
        text = Text("No question was answered, so there is no mark.")
        return Card("The exam is over", (text,), _AGAIN, menu=(MY_DATA,))
    asked, missed = len(result.drills), len(result.missed)
    # Exams are passed at a mark, and of those who practise for one each wants to know theirs: the one percentage shown.
    facts = Facts((("Questions", f"{asked} of {result.exam.size}"), ("Mark", percent(result.mark))))
    title = f"Your exam: {asked - missed} of {asked} known well"
    return Card(title, (facts, *_missed(result)), _AGAIN, menu=(*_answers(result), MY_DATA))


def _missed(result: ExamResult) -> tuple[Block, ...]:
    if not result.missed:
        return ()
    rows = tuple((question_title(one.question), _came_of(one)) for one in result.missed[:_WORST])
    more = len(result.missed) - len(rows)
    which = f"These and {more} more come back" if more else "What you missed comes back"
    back = Text(f"{which} with `/aws-quiz`.")
    return (Table(("Worth another look", "Key points recognised"), rows), *_weak(result), *_reading(result), back)


def _came_of(drill: Drill) -> str:
    if drill.judgement is None:
        return "not answered"
    return recognised(drill.judgement).removesuffix(" recognised") or drill.judgement.reason.rstrip(".")


def _weak(result: ExamResult) -> tuple[Block, ...]:
    weak = result.weak_topics[:_PAGES]
    return (Text(f"Weakest: {listing([f'`/aws-quiz {topic}`' for topic in weak])}"),) if weak else ()


def _reading(result: ExamResult) -> tuple[Block, ...]:
    pages = {page.url: page.title for drill in result.missed for page in drill.question.references}
    links = [f"[{title}]({url})" for url, title in pages.items()][:_PAGES]
    return (Text(f"To read: {' · '.join(links)}"),) if links else ()


def _answers(result: ExamResult) -> tuple[Action, ...]:
    """Let the worst be looked at, each with its model answer."""
    return tuple(
        Action("show", f"Answer: {question_title(drill.question)}", str(Target("drill", drill.id)))
        for drill in result.missed[:_LOOKED_AT]
    )
