"""The card of a question, from opening to close, and what its buttons show. The model answer is never on it."""

from collections.abc import Iterator

from bot.cards.wording import say_weekdays
from bot.domain.card import Action, Block, Card, Heading, Moment, Small, Text, Tone
from bot.domain.question import Question
from bot.domain.rounds import Form, Round
from bot.domain.series import AnswerMode, Series
from bot.domain.target import Target
from bot.domain.text import count

_IN_THREAD = "Write in the thread below: several messages are one answer, and edits count until the close."
_SEALED = "Answer privately: what you write is published at the reveal and can be changed until then."
#: An open question of a series whose thread cannot be read any more: nobody was promised that answers are published.
_PRIVATELY = "Answer privately: nobody else sees what you write, and you can change it until the close."
_WHOLE_SCORE = "The right choice earns the whole score."
_CHOOSE = "Quick answer shows the choices to you alone; you can change yours until the close."


def question_title(question: Question, topic: str = "") -> str:
    """Give a card's title: the question's own, or else its level and what it is about (the main topic unless named)."""
    return question.title or f"{(topic or question.topics[0]).replace('-', ' ').capitalize()} · {question.level}"


def question_body(question: Question) -> tuple[Block, ...]:
    """Give the prompt, and in one line what it is about; not its services, which would name the remedy."""
    line = " · ".join(_about(question))
    return (Text(question.prompt), *((Small(line[0].upper() + line[1:]),) if line else ()))


def _about(question: Question) -> Iterator[str]:
    """Say what the title does not: without one of its own it is the level and the main topic."""
    if question.title:
        yield question.level
    if question.title or len(question.topics) > 1:
        yield ", ".join(topic.replace("-", " ") for topic in question.topics)
    if question.minutes is not None:
        yield f"about {count(question.minutes, 'minute')}"


def question_card(
    series: Series, played: Round, question: Question, answers: int = 0, *, is_first: bool = False, credit: str = ""
) -> Card:
    """Show an open round, with the number of its answers as soon as there are any; the first welcomes the channel.

    `credit` is what the member is called who suggested it, and wants to be named.
    """
    blocks = [*(_welcome(series) if is_first else ()), *question_body(question)]
    if credit:
        blocks.append(credit_line(credit))
    if played.closes_at is not None:
        blocks.append(Moment("Closes", played.closes_at, series.settings.schedule.zone))
    blocks.append(Small(_how(series, played)))
    if answers:
        blocks.append(Small(f"{count(answers, 'answer')} so far."))
    hint = (Action("hint", "Hint", str(Target("round", played.id))),) if question.hint else ()
    actions = (*answer_actions(played), *hint)
    title = f"Question of the day: {question_title(question)}"
    return Card(title, tuple(blocks), actions, menu=(flag_of(played),), tone=Tone.OPEN)


def credit_line(name: str) -> Small:
    """Say who suggested a question."""
    return Small(f"Suggested by {name}.")


def _welcome(series: Series) -> tuple[Block, ...]:
    """Say in one line what begins here."""
    schedule = series.settings.schedule
    days = say_weekdays(schedule.weekdays).replace("Every", "every")
    said = f"Hello! A question like this comes {days} at {schedule.at:%H:%M}: you answer, then I show mine."
    return (Small(said),)


def _how(series: Series, played: Round) -> str:
    if played.form is Form.CHOICE:
        is_by_choices_alone = played.question is not None and not played.question.key_points
        return f"{_CHOOSE} {_WHOLE_SCORE}" if is_by_choices_alone else _CHOOSE
    openly = _IN_THREAD if series.settings.answer_mode is AnswerMode.OPEN else _PRIVATELY
    return _SEALED if played.is_sealed else openly


def answer_actions(played: Round) -> tuple[Action, ...]:
    """Give the ways of answering an open round that stand on a card, wherever it is read."""
    target = str(Target("round", played.id))
    words = (Action("answer", "Answer privately", target),) if played.form is not Form.CHOICE else ()
    choices = (Action("quick", "Quick answer", target),) if played.form is not Form.TEXT else ()
    return (*words, *choices)


def closed_card(played: Round, answers: int, *, has_model_answer: bool = True) -> Card:
    """Replace the card of a round that has closed, before its model answer is in the thread or after."""
    body = question_body(played.question) if played.question else ()
    title = f"Closed: {question_title(played.question)}" if played.question else "Closed"
    where = "The model answer is in the thread." if has_model_answer else "The model answer is still to come."
    footer = Small(f"{count(answers, 'answer')}. {where}")
    menu = (flag_of(played),) if played.question else ()
    return Card(
        title, (*body, footer), (own_result_of(played),), thread_link="Open the thread", menu=menu, tone=Tone.CLOSED
    )


def own_result_of(played: Round) -> Action:
    """Give what shows each member alone how they did."""
    return Action("mine", "How did I do?", str(Target("round", played.id)))


def flag_of(played: Round) -> Action:
    """Give what says that the question is wrong; a wrong model answer is seen after the close and not before."""
    return Action("flag", "Flag", str(Target("round", played.id)))


def answer_kept_card(*, is_sealed: bool) -> Card:
    """Tell a member that their private answer was kept, and who will see it."""
    change = "You can change it until the question closes: answer again."
    seen = "It is published at the reveal." if is_sealed else "Nobody else sees it; only its grade counts."
    return Card("Your answer is kept", (Text(f"{change} {seen}"),))


def what_counts_card(*, is_sealed: bool = False) -> Card:
    """Tell a member what of what they write in the thread counts."""
    openly = "write it here in your own words, in a sentence or two"
    how = "press **Answer privately** on the card" if is_sealed else openly
    text = f"This is no answer yet, and nothing of it is graded. To answer, {how}; editing this message does it, too."
    return Card("What counts", (Text(text), Text("A message that begins with `//` is talk.")))


def late_card() -> Card:
    """Tell a member who wrote after the close that it does not count, and what they can do instead."""
    text = (
        "This question closed before you wrote that, so it does not count. "
        "`/aws-quiz` asks you in private whenever you like, and the next question comes as always."
    )
    return Card("This question has closed", (Text(text),))


def private_here_card() -> Card:
    """Tell a member who wrote in the thread of a sealed series that everybody can read it."""
    text = (
        "Answers to this question are private until the reveal, and everybody can read what you wrote here. It counts "
        "all the same. **Answer privately** on the card keeps the next one to yourself; a message that begins with "
        "`//` is talk."
    )
    return Card("Everybody can read this", (Text(text),))


def hint_card(question: Question) -> Card:
    """Show the hints to one member, the weaker one first."""
    return Card("Hint", tuple(map(Text, question.hints)) or (Text("There is no hint for this question."),))


def model_answer_blocks(question: Question) -> tuple[Block, ...]:
    """Give the model answer under a heading; only ever shown after the reveal or in a member's own drill."""
    return (Heading("Model answer"), *model_answer_body(question))


def model_answer_body(question: Question) -> tuple[Block, ...]:
    """Give the model answer with its sources and the services it is about."""
    sources = "\n".join(f"- [{reference.title}]({reference.url})" for reference in question.references)
    references: tuple[Block, ...] = (Heading("Read more"), Text(sources)) if sources else ()
    services = (Small(f"Services: {', '.join(question.services)}"),) if question.services else ()
    credit = f"Verified {question.verified.day} {question.verified:%B %Y} · {question.ref}"
    author = f" · by {question.author}" if question.author else ""
    return (Text(question.model_answer), *references, *services, Small(credit + author))
