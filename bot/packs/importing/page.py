"""A page saved as text, as drafts."""

from bot.domain.text import count as counted
from bot.errors import PackError, PackProblem
from bot.packs.importing.drafts import Draft, Drafts
from bot.packs.importing.guessing import level_in
from bot.packs.importing.pages.quiz import PageQuestion, Quiz, read_quiz
from bot.packs.validation import Place


def drafts_of_page(text: str, file: str) -> Drafts:
    """Find a page's questions; their texts are left as lines, to be made Markdown one by one.

    Raises:
        PackError: the page holds no questions.
    """
    quiz = read_quiz(text)
    if not quiz.questions:
        reason = "holds no questions: a page needs numbered questions, each followed by a line “Answer”"
        raise PackError([PackProblem(file, None, reason)])
    drafts = [Draft(_fields(question), _place(question, file)) for question in quiz.questions]
    title = quiz.before[0].strip() if quiz.before else ""
    return Drafts(drafts, {"title": title} if title else {}, remarks=_remarks(quiz))


def _fields(question: PageQuestion) -> dict[str, object]:
    level = level_in(question.section)
    return {"prompt": question.prompt, "model_answer": question.answer, **({"level": level} if level else {})}


def _place(question: PageQuestion, file: str) -> Place:
    return Place(file, {(): question.line}, f"question {question.number}: ")


def _remarks(quiz: Quiz) -> list[str]:
    remarks = []
    for section in dict.fromkeys(question.section for question in quiz.questions):
        count = sum(question.section == section for question in quiz.questions)
        title = f"the section “{section}”" if section else "no section"
        level = level_in(section)
        origin = "taken from the section's title" if level else "the title names no level"
        remarks.append(f"{counted(count, 'question')} in {title}: level {level or 'associate'} ({origin})")
    if quiz.ends_at is not None:
        remarks.append(
            f"the quiz ends before line {quiz.ends_at} (“{quiz.behind[0].strip()[:80]}”), where the page turns from "
            f"the subject to itself: {counted(len(quiz.behind), 'line was', 'lines were')} left out"
        )
    return remarks
