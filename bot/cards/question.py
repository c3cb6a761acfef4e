"""The card of a question, from opening to close, and what its buttons show. The model answer is never on it."""

from bot.domain.card import Action, Block, Card, Facts, Heading, Moment, Small, Text
from bot.domain.question import Question
from bot.domain.rounds import Round
from bot.domain.series import AnswerMode, Series
from bot.domain.target import Target
from bot.domain.text import count

_HOW_TO_ANSWER = {
    AnswerMode.OPEN: "Reply in this thread: several messages count as one answer, and edits count until the close.",
    AnswerMode.SEALED: "Answer privately: what you write is published at the reveal and can be changed until then.",
}
_WHO_SEES_IT = {
    AnswerMode.OPEN: "Nobody else sees it; only its grade counts.",
    AnswerMode.SEALED: "It is published at the reveal.",
}


def question_title(question: Question, topic: str = "") -> str:
    """Give a card's title: the question's own, or else its level and what it is about (the main topic unless named)."""
    return question.title or f"{(topic or question.topics[0]).replace('-', ' ').capitalize()} · {question.level}"


def question_body(question: Question) -> tuple[Block, ...]:
    """Give the prompt and what it is about."""
    # The title names the main topic already.
    topics = question.topics if len(question.topics) > 1 else ()
    facts = {"Topics": ", ".join(topics), "Services": ", ".join(question.services)}
    pairs = tuple((label, value) for label, value in facts.items() if value)
    return (Text(question.prompt), *((Facts(pairs),) if pairs else ()))


def question_card(series: Series, played: Round, question: Question, answers: int = 0) -> Card:
    """Show an open round, with the number of its answers as soon as there are any."""
    blocks = list(question_body(question))
    if played.closes_at is not None:
        blocks.append(Moment("Closes", played.closes_at, series.settings.schedule.zone))
    blocks.append(Small(_HOW_TO_ANSWER[series.settings.answer_mode]))
    if answers:
        blocks.append(Small(f"{count(answers, 'answer')} so far."))
    return Card(f"Question of the day: {question_title(question)}", tuple(blocks), _actions(played, question))


def _actions(played: Round, question: Question) -> tuple[Action, ...]:
    target = str(Target("round", played.id))
    hint = (Action("hint", "Hint", target),) if question.hint else ()
    return (Action("answer", "Answer privately", target), *hint, Action("flag", "Flag", target))


def closed_card(played: Round, answers: int) -> Card:
    """Replace the card of a round that has closed."""
    body = question_body(played.question) if played.question else ()
    title = f"Closed: {question_title(played.question)}" if played.question else "Closed"
    footer = Small(f"{count(answers, 'answer')}. The model answer is in the thread.")
    return Card(title, (*body, footer), closed_actions(played), thread_link="Open the thread")


def closed_actions(played: Round) -> tuple[Action, ...]:
    """Give what can be pressed once a round has closed: a wrong model answer is seen then and not before."""
    target = str(Target("round", played.id))
    flag = (Action("flag", "Flag", target),) if played.question else ()
    return (Action("mine", "How did I do?", target), *flag)


def answer_kept_card(mode: AnswerMode) -> Card:
    """Tell a member that their private answer was kept, and who will see it."""
    change = "You can change it until the question closes: answer again."
    return Card("Your answer is kept", (Text(f"{change} {_WHO_SEES_IT[mode]}"),))


def hint_card(question: Question) -> Card:
    """Show the hints to one member, the weaker one first."""
    return Card("Hint", tuple(map(Text, question.hints)) or (Text("There is no hint for this question."),))


def model_answer_blocks(question: Question) -> tuple[Block, ...]:
    """Give the model answer and its sources; only ever shown after the reveal or in a member's own drill."""
    sources = "\n".join(f"- [{reference.title}]({reference.url})" for reference in question.references)
    references: tuple[Block, ...] = (Heading("Read more"), Text(sources)) if sources else ()
    credit = f"Verified {question.verified.day} {question.verified:%B %Y} · {question.ref}"
    author = f" · by {question.author}" if question.author else ""
    return (Heading("Model answer"), Text(question.model_answer), *references, Small(credit + author))
