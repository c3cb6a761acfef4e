"""What is said against grades: what may be claimed, what reviewers decide on and what their decisions teach."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.cards.question import question_title
from bot.cards.recognised import for_board
from bot.domain.answers import Answer
from bot.domain.card import Action, Block, Card, Facts, Heading, Quote, Small, Text
from bot.domain.grading import Grade
from bot.domain.judging.claims import Claim, ClaimRate, folded
from bot.domain.judging.wordings import MOST_OF_POINT, Offer, Saying, Wording
from bot.domain.question import Question
from bot.domain.rounds import Round
from bot.domain.series import Series
from bot.domain.target import Target
from bot.domain.text import count, percent, plain

#: What says that an answer has a point that was not recognised in it.
I_SAID_THAT = "I said that"
#: What lets the words of a claim that is accepted count for everybody from then on.
AS_WORDING = "Accept as a wording"
#: More points than these are chosen in a menu.
_MOST_BUTTONS = 4


@dataclass(frozen=True, slots=True)
class DisputeFigures:
    """A doubt about a whole grade with all that a reviewer needs to decide it."""

    dispute: Claim
    played: Round
    #: What the member is called.
    name: str
    answer: Answer | None
    grade: Grade | None


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Claims of the same point of the same question, for one decision; who made them is not shown."""

    question: Question | None
    point: str
    #: Those that are shown, oldest first.
    claims: tuple[Claim, ...]
    #: How many more there are with other words.
    more: int


@dataclass(frozen=True, slots=True)
class FlagGroup:
    """What members doubt about one question, for one decision."""

    series_id: int
    #: The question's `pack/id`, and what names it in a button.
    ref: str
    digest: str
    reasons: tuple[str, ...]
    #: None: no pack has it any more.
    question: Question | None


def _about(played: Round) -> str:
    title = f": {question_title(played.question)}" if played.question else ""
    return f"{played.day.isoformat()}{title}"


def _score(grade: Grade | None) -> str:
    return percent(grade.judgement.score if grade else None)


def claim_action(kind: str, number: int) -> Action:
    """Give what claims a point of a result: of a "round" or a "drill"."""
    return Action("claim", I_SAID_THAT, str(Target(kind, number)))


def claim_card(question: Question, places: Sequence[int], kind: str, number: int) -> Card:
    """Let a member choose which of several points they said."""
    named = [(place, question.key_points[place].name) for place in places]
    lines = "\n".join(f"{at}. {plain(name)}" for at, (_, name) in enumerate(named, start=1))
    actions = tuple(Action("said", name, str(Target(kind, number, words=str(place)))) for place, name in named)
    is_long = len(actions) > _MOST_BUTTONS
    note = Small("It counts in your practice at once. A reviewer decides whether it counts for the board.")
    return Card(
        "Which of these did you say?",
        (Text(lines), note),
        () if is_long else actions,
        menu=actions if is_long else (),
    )


def rate_line(rate: ClaimRate) -> tuple[Block, ...]:
    """Tell a member how many of their claims were accepted, once one was refused."""
    if rate.accepted == rate.decided:
        return ()
    verb = "was" if rate.accepted == 1 else "were"
    said = f"{rate.accepted} of your {rate.decided} claims {verb} accepted."
    if rate.decided == 1:
        said = "Your one claim was not accepted."
    return (Small(f"{said} Nobody else sees this."),)


def claimed_notice(series: Series) -> Card:
    """Tell reviewers that points are claimed; told once a day, however many there are."""
    text = f"In **{plain(series.name)}**, somebody says that they made a point that was not recognised."
    return Card(
        "A claim waits for you", (Text(text), Text("`/qotd disputes` shows what waits, one decision at a time."))
    )


def disputed_notice(series: Series, figures: DisputeFigures) -> Card:
    """Tell reviewers that a whole grade is doubted."""
    how = Text("`/qotd disputes` shows it with the answer and says how to decide.")
    facts = (("Series", series.name), ("Question", _about(figures.played)), ("Grade", _score(figures.grade)))
    return Card("A grade is disputed", (Facts(facts), Quote(figures.name, figures.dispute.reason), how))


def nothing_waits_card(series: Series) -> Card:
    """Say that there is nothing to decide."""
    return Card(f"Disputes in {series.name}", (Text("No grade is disputed, and no claim of a point waits."),))


def group_card(group: ClaimGroup, others: int, place: int = 0) -> Card:
    """Show reviewers what is claimed of one point, without names, for one decision.

    `place` is where it stands in the queue of all that waits; 0: it is shown among claims alone.
    """
    said: dict[str, list[Claim]] = {}
    for claim in group.claims:
        said.setdefault(folded(claim.sentence), []).append(claim)
    quotes = tuple(Quote(count(len(claims), "answer"), claims[0].sentence) for claims in said.values())
    prompt = (Text(group.question.prompt),) if group.question else ()
    more = [f"{group.more} more of this point come after these."] if group.more else []
    more += [f"{count(others, 'other decision')} after this."] if others else []
    learn = Small(f"“{AS_WORDING}” lets these words count as the point from now on, whoever writes them here.")
    first, last = group.claims[0].id, group.claims[-1].id
    target = str(Target("claim", first, place + 1, str(last)))
    single = (Action("single", "One by one", target),) if len(said) > 1 else ()
    later = (Action("later", "Later", target),) if others else ()
    title = question_title(group.question) if group.question else "A point"
    return Card(
        f"Did they say it? {title}",
        (*prompt, Heading("The point"), Text(group.point), Heading("They wrote"), *quotes, learn, *_small(more)),
        (
            Action("accept", "Accept", target),
            Action("learn", AS_WORDING, target),
            Action("refuse", "Refuse", target),
            *single,
            *later,
        ),
    )


def flag_group_card(group: FlagGroup, others: int, place: int) -> Card:
    """Show managers what is doubted about one question, for one decision."""
    target = str(Target("series", group.series_id, place, group.digest))
    later = (Action("review", "Later", str(Target("series", group.series_id, place + 1))),) if others else ()
    prompt = (Text(group.question.prompt),) if group.question else ()
    quotes = tuple(Quote("A member", reason) for reason in group.reasons)
    more = [group.ref, *([f"{count(others, 'other decision')} after this."] if others else [])]
    asked = (Action("flag-keep", "Keep it", target), Action("flag-retire", "Retire it", target))
    title = (group.question.title if group.question else "") or group.ref
    return Card(f"Is it wrong? {title}", (*prompt, *quotes, Small(" · ".join(more))), (*asked, *later))


def _small(lines: Sequence[str]) -> tuple[Block, ...]:
    return (Small(" ".join(lines)),) if lines else ()


def dispute_card(series: Series, figures: DisputeFigures, others: int, place: int = 0) -> Card:
    """Show reviewers a doubt about a whole grade: a button keeps it, and a command that is named changes it."""
    played, answer, dispute = figures.played, figures.answer, figures.dispute
    facts = (("Round", str(played.id)), ("Question", _about(played)), ("Grade", _score(figures.grade)))
    said = (Quote("Answer", answer.text),) if answer else ()
    how = f"`/qotd grade <@{dispute.member}> 80% REASON round={played.id}` changes the grade."
    more = _small([f"{count(others, 'other decision')} after this."] if others else [])
    target = str(Target("claim", dispute.id, place + 1))
    later = (Action("later", "Later", target),) if others else ()
    why = Quote("Why it is disputed", dispute.reason)
    blocks = (Heading(figures.name), Facts(facts), *said, why, Text(how), *more)
    return Card(f"Disputes in {series.name}", blocks, (Action("keep", "Keep the grade…", target), *later))


def decided_card(played: Round, before: int | None, after: int | None, reason: str) -> Card:
    """Tell a member what a reviewer decided of their whole grade, and why: in points earned, before and after."""
    now = for_board(after or 0)
    earned = f"{now}, as before" if before == after else f"{now}, before {before or 0}"
    facts = Facts((("Question", _about(played)), ("Earned", earned)))
    return Card("Your dispute was decided", (facts, Quote("A reviewer", reason)))


def claims_decided_card(question: Question | None, claim: Claim, *, accepted: bool) -> Card:
    """Tell a member what became of "I said that"."""
    about = f" ({question_title(question)})" if question else ""
    counts = "It counts now" + ("; points and boards follow." if claim.round_id is not None else ".")
    kept = "A reviewer did not find the point in your words, so your result stays as it was."
    facts = Facts((("Point", _name(question, claim.point) + about),))
    said = Quote("You wrote", claim.sentence)
    title = "Your claim was accepted" if accepted else "Your claim was not accepted"
    return Card(title, (facts, said, Text(counts if accepted else kept)))


def _name(question: Question | None, point: str) -> str:
    points = question.key_points if question else ()
    return next((one.name for one in points if one.text == point), point)


_SAID_AS = {Saying.WORDING: "another wording", Saying.CONTRARY: "having it backwards"}
#: Why a sentence was not added.
NOT_NEW = f"It is there already, or the point has {MOST_OF_POINT} of a kind, which is as many as are kept."
#: What a change of a rubric does not do by itself.
_AGAIN = Small("What was graded before stays as it is; “regrade” grades the last question again.")
#: So many sentences are on a page.
WORDINGS_ON_PAGE = 8


def learnt(added: int) -> str:
    """Say how many sentences count as wordings of a point from now on."""
    if not added:
        return f"None was added as a wording: {NOT_NEW[0].lower()}{NOT_NEW[1:]}"
    verb = "counts" if added == 1 else "count"
    return f"{count(added, 'sentence')} {verb} as the point from now on; `/qotd wordings` takes that back."


def offered_card(graded: Card, offer: Offer) -> Card:
    """Ask a reviewer who raised or lowered a grade what the grader is to learn of it; nothing is added unasked."""
    points = offer.question.key_points
    asked = {
        Saying.WORDING: "Did they say one of these points? Press it, and these words count as the point from now on:",
        Saying.CONTRARY: "Do these words say the contrary of a point? Press it, and they count against it from now on:",
    }
    quotes = tuple(Quote(points[place].name, sentence) for place, sentence in offer.sentences)
    actions = tuple(
        Action(offer.saying.value, points[place].name, offer_target(offer, place)) for place, _ in offer.sentences
    )
    is_long = len(actions) > _MOST_BUTTONS
    return replace(
        graded,
        blocks=(*graded.blocks, Text(asked[offer.saying]), *quotes),
        actions=() if is_long else actions,
        menu=actions if is_long else (),
    )


def offer_target(offer: Offer, place: int) -> str:
    """Give what a button of an offer carries: the round, the point's place and whose answer it is."""
    return str(Target("round", offer.round_id, words=f"{place} {offer.member}"))


def remove_action(added: Wording) -> Action:
    """Let a reviewer take a sentence out of its rubric."""
    return Action("remove", "Take it back", str(Target("wording", added.id)))


def taught_card(added: Wording) -> Card:
    """Say what was added to a rubric."""
    said = f"It counts as {_SAID_AS[added.saying]} of the point from now on, whoever writes it here."
    back = remove_action(added)
    return Card(
        "Added to the rubric",
        (Quote("They wrote", added.text), Heading("The point"), Text(added.point), Text(said), _AGAIN),
        (back,),
    )


def taken_back_card(gone: Wording) -> Card:
    """Say what was taken out of a rubric."""
    return Card("Taken back", (Quote("They wrote", gone.text), Text("It counts no more."), _AGAIN))


def not_added_card() -> Card:
    """Say that a sentence was not added, and why."""
    return Card("Nothing was added", (Text(NOT_NEW),))


def wordings_card(series: Series, wordings: Sequence[Wording], page: int) -> Card:
    """Show a page of what was added to the rubrics of a series' packs, newest first, counted from 1."""
    title = f"Wordings added for {series.name}"
    if not wordings:
        return Card(title, (Text("None yet: they are offered with claims that you decide, and grades you correct."),))
    last = -(-len(wordings) // WORDINGS_ON_PAGE)
    shown = min(page, last)
    first = (shown - 1) * WORDINGS_ON_PAGE
    numbered = list(enumerate(wordings[first : first + WORDINGS_ON_PAGE], start=first + 1))
    quotes = [Quote(f"{at}. {one.ref}, {_SAID_AS[one.saying]}: {one.point}", one.text) for at, one in numbered]
    back = [Action("remove", f"Take back {at}", str(Target("wording", one.id))) for at, one in numbered]
    older = [Action("wordings", "Older", str(Target("series", series.id, shown + 1)))] if shown < last else []
    return Card(title, (*quotes, _AGAIN), (*back, *older))


def regraded_card(played: Round, answers: int, higher: int, lower: int) -> Card:
    """Say what came of grading a round again."""
    changed = f"{higher} went up, {lower} went down" if higher or lower else "no score changed"
    said = f"{count(answers, 'answer')} graded again: {changed}. Points and boards follow."
    return Card(
        "Graded again",
        (Facts((("Question", _about(played)),)), Text(said), Small("Grades that reviewers gave go on counting.")),
    )
