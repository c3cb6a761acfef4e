"""What a private question shows, before and after it is answered."""

from collections.abc import Sequence
from datetime import datetime

from bot.cards.choices import choice_lines, explained_choices
from bot.cards.claims import claim_action
from bot.cards.privacy import MY_DATA
from bot.cards.question import model_answer_blocks, question_body, question_title
from bot.cards.recognised import claiming_line, finding_lines, reason_blocks, repeated_blocks, result_blocks
from bot.domain.card import Action, Block, Card, Facts, Heading, Quote, Small, Text
from bot.domain.judging.claims import Claim, claimable
from bot.domain.judging.options import is_single, letters_of
from bot.domain.practice.drills import HINT_LEAVES, Drill, Sureness
from bot.domain.practice.memory import Rating
from bot.domain.question import Choice
from bot.domain.target import Target
from bot.domain.text import percent

_ONWARD = {"next": "Next", "easier": "Easier", "harder": "Harder"}
#: The names of the actions that say how sure one is.
SURENESSES = {"sure": Sureness.SURE, "think": Sureness.THINK_SO, "guess": Sureness.GUESS}
SURENESS_LABELS = {"sure": "I am sure", "think": "I think so", "guess": "I guess"}
#: The names of the actions that correct a rating.
RATINGS = {"forgot": Rating.AGAIN, "hard": Rating.HARD, "good": Rating.GOOD, "easy": Rating.EASY}
_RATING_LABELS = {"forgot": "I forgot it", "hard": "It was hard", "good": "I knew it", "easy": "It was easy"}
_HINT_COSTS = f"A hint leaves {percent(HINT_LEAVES)} of the score."


def drill_card(drill: Drill, number: int = 0, size: int = 0) -> Card:
    """Ask a private question; the title names the topic it was asked for, or else its main one.

    Within an exam the number and the size say how far it is; None of its help is offered then.
    """
    about = question_title(drill.question, drill.topic)
    if drill.exam_id is not None:
        footer = Small("No feedback until the end. Choices count like words; what you pass over counts nothing.")
        actions = (*_in_words(drill), *_choices(drill), *_exam_actions(drill))
        body = (*question_body(drill.question), footer)
        return Card(f"Exam, {number} of {size}: {about}", body, actions, menu=(_flag(drill), MY_DATA))
    hint = (_action("hint", "Hint", drill),) if drill.question.hint and not drill.is_hinted else ()
    help_with = (*_choices(drill), *hint, _action("show", "Show answer", drill))
    said = f"Only you see this. {'Answer in your own words.' if _in_words(drill) else 'It is answered by its choices.'}"
    footer = Small(f"{said} {_HINT_COSTS}" if hint else said)
    return Card(
        f"For you: {about}",
        (*question_body(drill.question), *_told_before(drill), footer),
        (*_in_words(drill), *help_with),
        menu=(*_onward(drill), _flag(drill), MY_DATA),
    )


def _in_words(drill: Drill) -> tuple[Action, ...]:
    """Let a question be answered in words, unless it has choices and no key points that words could meet."""
    is_by_choices = drill.question.choices and not drill.question.key_points
    return () if is_by_choices else (_action("answer", "Answer", drill),)


def choices_card(drill: Drill, options: Sequence[Choice]) -> Card:
    """Show the choices by letter: one right one is answered by pressing it, several are picked and then sent.

    The letters are the answer itself, beside at most four buttons.
    """
    letters = tuple(_action(letter, letter.upper(), drill) for letter in letters_of(options))
    blocks: list[Block] = [*choice_lines(drill.question, options), *_told_before(drill)]
    if is_single(options):
        blocks.append(Small("One is right."))
        send: tuple[Action, ...] = ()
    else:
        picked = ", ".join(drill.picked or "").upper() or "nothing yet"
        blocks.append(Small(f"Several are right. Picked: {picked}. Press a letter again to take it back."))
        send = (_action("done", "Send", drill),)
    words = _action("answer", "In my own words", drill)
    is_exam = drill.exam_id is not None
    after = _exam_actions(drill) if is_exam else (_action("show", "Show answer", drill),)
    # No form stands between a letter and its result, in which one could say it.
    sure = () if is_exam else tuple(_action(name, label, drill) for name, label in SURENESS_LABELS.items())
    return Card(
        f"Choose: {question_title(drill.question, drill.topic)}",
        tuple(blocks),
        (*letters, *send, words, *after),
        menu=(*sure, _flag(drill), MY_DATA),
    )


def name_of_sureness(sureness: Sureness | None) -> str:
    """Give the action that says how sure one is; empty: none was said."""
    return next((name for name, one in SURENESSES.items() if one is sureness), "")


_SURENESS_NOTED = {
    Sureness.SURE: "You are sure: if you are right, the question comes back late.",
    Sureness.THINK_SO: "You think so.",
    Sureness.GUESS: "You guess: even if you are right, the question comes back soon.",
}


def _told_before(drill: Drill) -> tuple[Block, ...]:
    """Show what the member has asked for and said before answering."""
    hints = (Heading("Hint"), *map(Text, drill.question.hints)) if drill.is_hinted else ()
    noted = (Small(_SURENESS_NOTED[drill.sureness]),) if drill.sureness is not None else ()
    return (*hints, *noted)


def probe_card(drill: Drill) -> Card:
    """Ask once more for something that an answer left out, before the model answer is shown."""
    blocks = (
        Text(drill.open_probe),
        Small("Something is still missing. What you add counts half for it; the model answer comes next."),
        Heading("The question was"),
        Text(drill.question.prompt),
    )
    target = str(Target("probe", drill.id))
    actions = (Action("answer", "Answer", target), Action("skip", "Skip", target))
    return Card(
        f"One more: {question_title(drill.question, drill.topic)}", blocks, actions, menu=(_flag(drill), MY_DATA)
    )


def drill_result_card(
    drill: Drill,
    options: Sequence[Choice] = (),
    *,
    rating: Rating | None = None,
    due_at: datetime | None = None,
    claims: Sequence[Claim] = (),
    is_kept: bool = True,
) -> Card:
    """Show what was found in the answer, the model answer, and when the question comes back.

    `options` are the choices as they were shown; without a rating nothing is said of its return. `claims` are those of
    this drill. Of one that is not kept nothing can be said afterwards.
    """
    may_claim = is_kept and bool(claimable(drill.question, drill.judgement, claims))
    judgement = drill.judgement
    blocks: list[Block] = []
    if judgement is not None:
        blocks.append(Quote("Your answer", drill.answer))
        if drill.probe_answer:
            blocks.append(Quote("What you added", drill.probe_answer))
        blocks += [*result_blocks(judgement), *_facts(drill), *finding_lines(drill.question, judgement, claims)]
        blocks += [*repeated_blocks(judgement), *reason_blocks(judgement)]
        blocks += [claiming_line(judgement)] if may_claim else []
    if options:
        blocks += explained_choices(drill.question, options)
    if rating is not None and due_at is not None:
        blocks.append(Small(_comes_back(due_at, is_answered=judgement is not None)))
    blocks += model_answer_blocks(drill.question)
    if not is_kept:
        left = Small("Nothing of this is stored, since you left tracking.")
        return Card(f"Answer: {question_title(drill.question)}", (*blocks, left), _onward(drill), menu=(MY_DATA,))
    share = (_action("share", "Share", drill),) if judgement is not None else ()
    return Card(
        f"Answer: {question_title(drill.question)}",
        tuple(blocks),
        (claim_action("drill", drill.id), *_onward(drill)) if may_claim else (*_onward(drill), *share),
        menu=(*_ratings(drill, rating), *(share if may_claim else ()), _flag(drill), MY_DATA),
    )


def shared_drill_card(drill: Drill, name: str) -> Card:
    """Show others a private question and how a member answered it; without the model answer: others may want to try."""
    result = (result_blocks(drill.judgement) or reason_blocks(drill.judgement)) if drill.judgement else ()
    added = (Quote(f"{name}, asked once more", drill.probe_answer),) if drill.probe_answer else ()
    blocks = (*question_body(drill.question), Quote(name, drill.answer), *added, *result)
    return Card(f"{name} practised: {question_title(drill.question)}", blocks)


def _facts(drill: Drill) -> tuple[Facts, ...]:
    facts: list[tuple[str, str]] = []
    if drill.is_hinted:
        facts.append(("Hint", f"taken, so {percent(HINT_LEAVES)} counts"))
    if drill.sureness is not None:
        facts.append(("You were", drill.sureness.value))
    return (Facts(tuple(facts)),) if facts else ()


def _comes_back(due_at: datetime, *, is_answered: bool) -> str:
    said = f"It comes back on {_day(due_at)}."
    return f"{said} Not how it felt? Say how well you knew it." if is_answered else said


def _day(instant: datetime) -> str:
    return f"{instant:%A} {instant.day} {instant:%B %Y}"


def _action(name: str, label: str, drill: Drill) -> Action:
    return Action(name, label, str(Target("drill", drill.id)))


def _choices(drill: Drill) -> tuple[Action, ...]:
    label = "Choices instead" if drill.question.key_points else "Choices"
    return (_action("choices", label, drill),) if drill.question.choices else ()


def _onward(drill: Drill) -> tuple[Action, ...]:
    """Ask another question in the place of this one."""
    return tuple(_action(name, label, drill) for name, label in _ONWARD.items())


def _exam_actions(drill: Drill) -> tuple[Action, ...]:
    return _action("pass", "Pass", drill), _action("end", "End the exam", drill)


def _ratings(drill: Drill, rating: Rating | None) -> tuple[Action, ...]:
    """Offer the ratings that it does not have; who gave up has forgotten it."""
    if rating is None or drill.judgement is None:
        return ()
    return tuple(_action(name, _RATING_LABELS[name], drill) for name, other in RATINGS.items() if other is not rating)


def _flag(drill: Drill) -> Action:
    return _action("flag", "Flag", drill)
