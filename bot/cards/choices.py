"""Choices by letter: of a private question, and of an open round, where a choice is a quick answer."""

from collections import Counter
from collections.abc import Collection, Sequence

from bot.cards.question import question_body, question_title
from bot.domain.answers import Answer, quick
from bot.domain.card import Action, Block, Card, Heading, Small, Text
from bot.domain.judging.options import LETTERS, QUICK_LEAVES, is_single, letters_of, shuffled
from bot.domain.question import Choice, Question
from bot.domain.rounds import Form, Round
from bot.domain.target import Target
from bot.domain.text import listing, one_line, percent, plain

#: Before the letter of a choice: what lets it go again.
DROP = "drop-"
#: The actions by which people answer: all may, so that nobody has to vouch for who does.
ANSWERING = frozenset({"answer", "quick", "why", *LETTERS, *(f"{DROP}{letter}" for letter in LETTERS)})
_TAKEN, _WRONG = "✓", "✗"


def choice_lines(question: Question, options: Sequence[Choice]) -> tuple[Block, ...]:
    """Give the question with its choices by letter, whole: no button has room for them."""
    lines = "\n".join(f"- **{letter.upper()}** {option.text}" for letter, option in zip(LETTERS, options, strict=False))
    return (Text(question.prompt), *_asked(question), Text(lines))


def _asked(question: Question) -> tuple[Text, ...]:
    """Give what the choices answer, where that is not the question itself: without it they say nothing."""
    return (Text(question.choices_prompt),) if question.choices_prompt else ()


def as_asked_card(question: Question) -> Card:
    """Show a question as members will see it, with its choices if it has any: before there is a round of it."""
    options = shuffled(question, "as asked")
    blocks = choice_lines(question, options) if options else question_body(question)
    return Card(f"Question of the day: {question_title(question)}", blocks)


def explained_choices(question: Question, options: Sequence[Choice]) -> tuple[Block, ...]:
    """Say of each choice whether it is right, and why; only ever shown after the answer."""
    lines = "\n".join(_explained(letter, option) for letter, option in zip(LETTERS, options, strict=False))
    return (Heading("The choices"), *_asked(question), Text(lines))


def _explained(letter: str, option: Choice) -> str:
    verdict = "right" if option.right else "not right"
    return f"- **{letter.upper()}** ({verdict}) {option.text}{f' - {option.why}' if option.why else ''}"


def quick_card(
    played: Round, options: Sequence[Choice], taken: Collection[str], why: str, *, in_words: bool = False
) -> Card:
    """Let a member choose, again and again until the question closes; only they see it."""
    question = played.question
    if question is None:
        return Card("This question was withdrawn")
    target = str(Target("round", played.id))
    # Who has chosen has read the question: only what can still be changed is said again, and what it answers.
    asked = choice_lines(question, options)
    blocks = [*(asked[1:] if taken else asked), Text(_standing(taken, in_words=in_words))]
    blocks += [Small(f"Why: {why}")] if why else []
    blocks.append(Small(_rules(played, question, options)))
    letters = tuple(_letter(letter, target, options, taken) for letter in letters_of(options))
    say_why = (Action("why", "Say why", str(Target("why", played.id))),) if taken and not in_words else ()
    words = (Action("answer", "In my own words", target),) if played.form is Form.BOTH else ()
    return Card(f"Quick answer: {question_title(question)}", tuple(blocks), (*letters, *say_why, *words))


def _letter(letter: str, target: str, options: Sequence[Choice], taken: Collection[str]) -> Action:
    shown = letter.upper()
    if letter not in taken:
        return Action(letter, shown, target)
    # Of one right choice the taken one stays until another is pressed.
    return Action(letter if is_single(options) else f"{DROP}{letter}", f"{_TAKEN} {shown}", target)


def _standing(taken: Collection[str], *, in_words: bool) -> str:
    if in_words:
        return "You have answered in words: they count, and no choice does."
    letters = listing([f"**{letter.upper()}**" for letter in sorted(taken)])
    return f"You have taken {letters}." if taken else "You have taken nothing yet."


def _rules(played: Round, question: Question, options: Sequence[Choice]) -> str:
    right = "One is right." if is_single(options) else "Several are right; press a letter again to let it go."
    until = "You can change it until the close, and nobody sees it before."
    if not question.key_points:
        return f"{right} {until} {'The right choice earns' if is_single(options) else 'They earn'} the whole score."
    if played.form is Form.CHOICE:
        return f"{right} {until}"
    return f"{right} {until} It earns {percent(QUICK_LEAVES)} of the score at most; your own words can earn all of it."


def letters_card(text: str, *, takes_words: bool) -> Card:
    """Tell a member which choice a letter of theirs in the thread is; without a text there is none of that letter."""
    if not text:
        said = "No choice has that letter. **Quick answer** on the card shows them, to you alone."
        return Card("This is no choice", (Text(said),))
    words = " Words in the thread replace it." if takes_words else ""
    said = f"I took it as **{plain(one_line(text))}**. Everybody sees the letters in another order: "
    more = f"**Quick answer** on the card shows yours, and takes your choice without the thread.{words}"
    return Card("Your letter is a quick answer", (Text(said + more),))


def by_choice_card() -> Card:
    """Tell a member who wrote in the thread of a question that is answered by choosing alone."""
    said = "This question is answered by choosing: **Quick answer** on its card shows the choices, to you alone."
    return Card("What counts", (Text(said), Text("What is written here is talk, and nothing of it is graded.")))


def taken_blocks(question: Question, answers: Sequence[Answer]) -> tuple[Block, ...]:
    """Say of each choice whether it is right and how often it was taken, where any was; only shown after the close."""
    chosen = Counter(place for answer in quick(answers) for place in answer.picked or ())
    if not chosen:
        return ()
    lines = [
        f"- {_TAKEN if option.right else _WRONG} {option.text} ({chosen[place]})"
        for place, option in sorted(enumerate(question.choices), key=lambda one: (-chosen[one[0]], one[0]))
    ]
    return (Heading("What was chosen"), *_asked(question), Text("\n".join(lines)))
