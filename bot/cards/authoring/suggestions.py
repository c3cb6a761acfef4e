"""What is said of a suggested question: to its author, and to who decides."""

from collections.abc import Iterable, Sequence

from bot.cards.question import question_title
from bot.domain.authoring.suggestion import ReadSuggestion, Suggestion, SuggestionState
from bot.domain.card import Action, Block, Card, Facts, Heading, Quote, Small, Text
from bot.domain.question import Question
from bot.domain.series import Series
from bot.domain.target import Target
from bot.domain.text import count, one_line, plain

#: Opens the form for a new one.
SUGGEST = Action("suggest", "Suggest a question")
#: What is to be looked at again in a form of its own.
_POINTS = "points"


def suggested_notice(series: Series) -> Card:
    """Tell reviewers that suggestions wait; told once a day, however many there are."""
    text = f"Somebody suggests a question for **{plain(series.name)}**. `/qotd review` shows all that waits."
    return Card(
        "A question waits for you", (Text(text),), (Action("review", "Review", str(Target("series", series.id))),)
    )


def own_suggestion_card(
    suggestion: Suggestion,
    series: Series,
    read: ReadSuggestion,
) -> Card:
    """Show an author what became of what they wrote, and let them change it."""
    target = _target(suggestion)
    actions = (
        Action("revise", "Edit", target),
        Action(_POINTS, "Key points", target),
        _naming(suggestion),
        Action("withdraw", "Withdraw", target),
    )
    if read.wrong:
        title, lead = "Something is missing", "It is kept; nobody can approve it before this is put right:"
    else:
        title = "Your question waits for a reviewer"
        lead = f"Reviewers of **{plain(series.name)}** decide, and you are told."
    blocks = (
        Text(lead),
        *_lines(read.wrong.values()),
        *_written(suggestion),
        *_rubric(read.question),
        *_remarks(read),
        Small(_said_of_name(suggestion)),
    )
    return Card(title, blocks, actions)


def review_suggestion_card(
    suggestion: Suggestion,
    author: str,
    series: Series,
    read: ReadSuggestion,
    *,
    place: int = 1,
    others: int = 0,
) -> Card:
    """Show a reviewer a suggestion, for one decision; `place` is where it stands in the queue."""
    target = _target(suggestion, place)
    said = author if suggestion.is_named else f"{author} (wants no name on it)"
    facts = Facts((("Suggested by", said), ("Series", series.name), ("Topic", _topic(suggestion, read.question))))
    approve = () if read.wrong else (Action("approve", "Approve", target),)
    later = (Action("later", "Later", target),) if others else ()
    more = (Small(f"{count(others, 'other decision')} after this."),) if others else ()
    missing = (Text("It cannot be asked like this:"), *_lines(read.wrong.values())) if read.wrong else ()
    blocks = (facts, *_written(suggestion), *_rubric(read.question), *missing, *_remarks(read), *more)
    actions = (*approve, Action("revise", "Edit", target), Action("reject", "Reject", target), *later)
    title = f"Suggested: {one_line(suggestion.written.title) or 'a question'}"
    return Card(title, blocks, actions, menu=(Action(_POINTS, "Key points", target),))


def _target(suggestion: Suggestion, place: int = 0) -> str:
    """Name a suggestion as it was shown: by its version, and where it stands in a queue."""
    return str(Target("suggestion", suggestion.id, suggestion.version, str(place) if place else ""))


def _topic(suggestion: Suggestion, question: Question | None) -> str:
    return ", ".join(question.topics) if question else one_line(suggestion.written.topic) or "none yet"


def _written(suggestion: Suggestion) -> tuple[Block, ...]:
    written = suggestion.written
    title = (Quote("Title", written.title),) if written.title else ()
    choices = (Quote("What can be chosen", written.choices),) if written.choices else ()
    return (*title, Quote("Question", written.prompt), Quote("Answer", written.answer), *choices)


def _rubric(question: Question | None) -> tuple[Block, ...]:
    """Show the key points as they were typed, or as the answer's sentences propose them."""
    if question is None or not question.key_points:
        return ()
    said = "\n".join(f"{number}. {point.text}" for number, point in enumerate(question.key_points, start=1))
    return (Quote("What a good answer says", said),)


def _lines(sentences: Iterable[str]) -> tuple[Block, ...]:
    said = [f"- {plain(one)}" for one in sentences]
    return (Text("\n".join(said)),) if said else ()


def _remarks(read: ReadSuggestion) -> tuple[Block, ...]:
    """Name what asks nearly the same, and say what could be better."""
    like = [f"Much like {one.ref}: {question_title(one)}" for one in read.alike]
    heading = (Heading("Worth a look"),) if like or read.advice else ()
    return (*heading, *(Small(line) for line in (*like, *read.advice)))


def _naming(suggestion: Suggestion, of: str = "") -> Action:
    """Let its author be named or not; `of` says of which question, where there are several."""
    target = _target(suggestion)
    if suggestion.is_named:
        return Action("unnamed", f"Leave my name out{of and f' of {of}'}", target)
    return Action("named", f"Name me{of and f' at {of}'}", target)


def own_suggestions_card(own: Sequence[Suggestion]) -> Card:
    """Show a member what they suggested: what nobody has decided on, and what became of the rest."""
    waiting = [one for one in own if one.state is SuggestionState.WAITING]
    none = () if waiting else (Text("None of your questions waits for a reviewer."),)
    looks = tuple(Action("look", f"Look at {_called(one)}", _target(one)) for one in waiting)
    approved = (one for one in own if one.state is SuggestionState.APPROVED)
    menu = (*looks, *(_naming(one, _called(one)) for one in approved))
    return Card("Your suggestions", (*none, *map(_became, own)), () if waiting else (SUGGEST,), menu=menu)


def _called(suggestion: Suggestion) -> str:
    return one_line(suggestion.written.title) or "a question"


def _became(suggestion: Suggestion) -> Quote:
    """Say what became of a suggestion, with why it was rejected."""
    title = one_line(suggestion.written.title) or "A question"
    if suggestion.state is SuggestionState.REJECTED:
        return Quote(f"Not taken: {title}", suggestion.reason)
    said = f"Approved: {title}" if suggestion.state is SuggestionState.APPROVED else title
    return Quote(said, suggestion.written.prompt)


def approved_card(suggestion: Suggestion, question: Question, series: Series, *, may_ask_next: bool) -> Card:
    """Tell a reviewer what follows from an approval."""
    text = f"`{question.ref}` can be asked in **{plain(series.name)}** from now on."
    ask = (Action("ask-next", "Ask it next", str(Target("suggestion", suggestion.id))),) if may_ask_next else ()
    return Card(f"Approved: {question_title(question)}", (Text(text),), (*ask, _more(series)))


def decided_suggestion_card(title: str, text: str, series: Series) -> Card:
    """Tell a reviewer what follows from another decision."""
    return Card(title, (Text(text),), (_more(series),))


def _more(series: Series) -> Action:
    return Action("review", "What else waits", str(Target("series", series.id)))


def approved_notice(suggestion: Suggestion, question: Question, series: Series) -> Card:
    """Tell an author that their question was approved, and let them still decide about their name."""
    text = f"**{plain(question_title(question))}** was approved: **{plain(series.name)}** may ask it any day now."
    return Card("Your question was approved", (Text(text), Small(_said_of_name(suggestion))), (_naming(suggestion),))


def _said_of_name(suggestion: Suggestion) -> str:
    return "You are named when it is asked." if suggestion.is_named else "Your name is left out when it is asked."


def credited_card(suggestion: Suggestion) -> Card:
    """Say how an approved question is asked from now on."""
    with_name = "with your name" if suggestion.is_named else "without your name"
    text = f"**{plain(_called(suggestion))}** is asked {with_name}."
    return Card("Your name", (Text(text),), (_naming(suggestion),))


def rejected_notice(suggestion: Suggestion, reason: str) -> Card:
    """Tell an author that their question was not taken, and why."""
    return Card(
        "Your question was not taken",
        (Quote("Your question", suggestion.written.prompt), Quote("A reviewer", reason)),
    )


def nothing_waits_anywhere_card(series: Series) -> Card:
    """Say that there is nothing to decide, and where the answers of the last question are."""
    text = f"No suggestion, claim, dispute or flag waits in **{plain(series.name)}**."
    look = "`/qotd review answers` shows the answers of the last question one by one."
    return Card("Nothing waits for you", (Text(text), Text(look)))
