"""What is shown when a round has closed: the model answer, how the team did, one's own result."""

from collections.abc import Collection, Mapping, Sequence

from bot.cards.board import standing_line
from bot.cards.choices import explained_choices, taken_blocks
from bot.cards.claims import claim_action, rate_line
from bot.cards.question import flag_of, model_answer_body, own_result_of, question_title
from bot.cards.recognised import (
    claiming_line,
    finding_lines,
    for_board,
    reason_blocks,
    repeated_blocks,
    result_blocks,
)
from bot.domain.answers import SEALED, Answer, quick, taking_part
from bot.domain.card import Action, Block, Card, Facts, Heading, Meter, Quote, Small, Table, Text, Tone
from bot.domain.grading import Finding, Grade, Judgement
from bot.domain.judging.claims import Claim, ClaimRate
from bot.domain.judging.options import options_for
from bot.domain.question import Question
from bot.domain.rounds import Round
from bot.domain.scoring import Points
from bot.domain.series import BEST_SHOWN, BY_LANGUAGE_MODEL, BY_MEANING, BY_WORDS, Results
from bot.domain.target import Target
from bot.domain.text import count, first_words, one_line, percent

#: Marks the best answer and who gave it.
BEST = "★"
_BEST_TITLE = f"{BEST} Best answer"

#: So many words of an answer are quoted where a link leads to the rest.
QUOTED_WORDS = 40
#: So many results stand in a reveal that shows everybody's; the rest is behind a button.
MOST_RESULTS = 20
#: Said of graders by their names; what takes part alone is not graded.
_GRADED_BY = {
    BY_MEANING: "Answers are compared with the model answer by meaning.",
    BY_WORDS: "Answers are compared with the model answer by their words.",
    BY_LANGUAGE_MODEL: "Answers are graded by a language model.",
}


def reveal_card(
    closed: Round,
    answers: Sequence[Answer],
    judgements: Mapping[str, Judgement],
    points: Mapping[str, Points],
    names: Mapping[str, str],
    *,
    results: Results = Results.TOP,
    reads_answers: bool = False,
    graders: Collection[str] = (),
) -> Card:
    """Show the short answer, how many met each key point, the best answer and the results; the model answer is below.

    Args:
        closed: the round.
        answers: all that were given.
        judgements: by member.
        points: by member.
        names: those of the members who appear on boards; the others are counted and not named.
        results: whose results are shown.
        reads_answers: there is a button that shows the answers.
        graders: what graded the answers, where that is to be said.
    """
    question = closed.question
    if question is None:
        return Card("The question has closed")
    counted = taking_part(answers)
    judged = [judgements[answer.member] for answer in counted if answer.member in judgements]
    standings = ranked(counted, points, names)
    blocks: list[Block] = [Text(question.summary), *point_counts(question, judged)]
    blocks += _best(closed, answers, names)
    blocks += _results(closed, counted, standings, names, results)
    blocks += _set_aside(judged)
    blocks += [Small(said) for name, said in _GRADED_BY.items() if name in graders]
    target = str(Target("round", closed.id))
    more = [own_result_of(closed)]
    if results is Results.ALL and len(standings) > MOST_RESULTS:
        more.append(Action("everybody", "Everybody", target))
    if reads_answers and any(answer.text.strip() for answer in answers):
        more.append(Action("answers", "Read the answers", target))
    title = f"Reveal: {question_title(question)}"
    return Card(title, tuple(blocks), tuple(more), menu=(flag_of(closed),), feedback=target, tone=Tone.REVEAL)


def ranked(
    answers: Sequence[Answer], points: Mapping[str, Points], names: Mapping[str, str]
) -> list[tuple[int, Points]]:
    """Give the points of those who may be named, the best first, each with their rank; equals share one."""
    shown = [points[a.member] for a in answers if a.member in points and a.member in names]
    shown.sort(key=lambda earned: (-earned.points, names[earned.member].casefold()))
    ranks: dict[int, int] = {}
    return [(ranks.setdefault(earned.points, place), earned) for place, earned in enumerate(shown, start=1)]


def point_counts(question: Question, judgements: Sequence[Judgement]) -> list[Meter]:
    """Say of each key point how many met it, of those in whose answers key points were looked for."""
    looked = [judgement for judgement in judgements if judgement.findings]
    return [
        Meter(
            point.name,
            sum(judgement.findings[index].finding is Finding.COVERED for judgement in looked),
            len(looked),
        )
        for index, point in enumerate(question.key_points)
    ]


def _set_aside(judgements: Sequence[Judgement]) -> list[Block]:
    waiting = sum(bool(judgement.problem) for judgement in judgements)
    verb = "waits" if waiting == 1 else "wait"
    return [Small(f"{count(waiting, 'answer')} {verb} for a reviewer.")] if waiting else []


def _best(closed: Round, answers: Sequence[Answer], names: Mapping[str, str]) -> list[Block]:
    chosen = [answer for answer in answers if answer.member == closed.best_member and not closed.void]
    return [block for answer in chosen for block in _published(closed, answer, name_of(answer, names), _BEST_TITLE)]


def _published(closed: Round, answer: Answer, name: str, title: str = "") -> tuple[Block, ...]:
    """Quote how an answer begins, in running text: a list of forty lines would fill a phone.

    In an open series one that was given privately stays private.
    """
    if answer.is_private and not closed.is_sealed:
        heading = (Heading(title),) if title else ()
        return (*heading, Small(f"{name} gave it privately, so it is not shown."))
    whole = one_line(answer.text)
    beginning = first_words(whole, QUOTED_WORDS)
    in_thread = [message for message in answer.messages if not message.startswith(SEALED)]
    author = f"{title} · {name}" if title else name
    return (Quote(author, beginning, message=in_thread[0] if in_thread and beginning != whole else ""),)


def whole_answer(address: str) -> Text:
    """Lead from the beginning of an answer to all of it."""
    return Text(f"[Whole answer]({address})")


def name_of(answer: Answer, names: Mapping[str, str]) -> str:
    """Give what its author is called; who does not appear on boards is not named."""
    return names.get(answer.member, "A member")


def _results(
    closed: Round,
    answers: Sequence[Answer],
    standings: Sequence[tuple[int, Points]],
    names: Mapping[str, str],
    results: Results,
) -> list[Block]:
    if not answers:
        return [Small("Nobody answered this one. The next question comes on schedule.")]
    said = counted_answers(answers)
    if results is Results.NONE or not standings:
        return [Small(f"{said}.")]
    if results is Results.ALL:
        table = results_table(closed, standings[:MOST_RESULTS], names)
        return [Heading(said), table]
    best = standings[:BEST_SHOWN]
    lines = (Small(standing_line(rank, names[earned.member], earned.points)) for rank, earned in best)
    return [Heading(said), *lines]


def counted_answers(answers: Sequence[Answer]) -> str:
    """Say how many answered, and how many of them by a choice."""
    chosen = len(quick(answers))
    said = count(len(answers), "answer")
    return f"{said}, {chosen} of them by choice" if chosen else said


def results_table(closed: Round, standings: Sequence[tuple[int, Points]], names: Mapping[str, str]) -> Table:
    """Give the results of those who may be named, the best first."""
    marks = {} if closed.void else {closed.best_member: f" {BEST}"}
    rows = tuple((names[p.member] + marks.get(p.member, ""), percent(p.score), str(p.points)) for _, p in standings)
    return Table(("Who answered", "Score", "Points"), rows, numeric=(1, 2))


def model_answer_card(closed: Round, answers: Sequence[Answer] = ()) -> Card:
    """Show the model answer whole, as a message of its own below the reveal: it can be linked and searched for.

    Where some of the answers were chosen, it says which choices were taken how often.
    """
    if closed.question is None:
        return Card("Model answer")
    title = f"Model answer: {question_title(closed.question)}"
    blocks = (*model_answer_body(closed.question), *taken_blocks(closed.question, answers))
    return Card(title, blocks, tone=Tone.REVEAL)


def said_by(answer: Answer, names: Mapping[str, str]) -> Quote:
    """Quote all of an answer that is published; of one that was chosen, that it was."""
    name = name_of(answer, names)
    return Quote(name if answer.picked is None else f"{name}, by choice", answer.text)


def answers_card(closed: Round, answers: Sequence[Answer], names: Mapping[str, str]) -> Card:
    """Show all that was answered privately, where it is published in the thread."""
    about = question_title(closed.question) if closed.question else ""
    quotes = tuple(said_by(answer, names) for answer in answers if answer.text.strip())
    return Card(f"Answers: {about}" if about else "Answers", quotes)


def best_answer_card(closed: Round, answer: Answer, name: str) -> Card:
    """Announce the best answer of a round that was revealed already."""
    title = f"Best answer: {question_title(closed.question)}" if closed.question else "Best answer"
    return Card(title, _published(closed, answer, name))


def own_result_card(
    closed: Round,
    answer: Answer,
    grade: Grade | None,
    points: Points | None,
    *,
    claims: Sequence[Claim] = (),
    may_claim: bool = False,
    may_dispute: bool = False,
    is_disputed: bool = False,
    rate: ClaimRate | None = None,
) -> Card:
    """Show a member their own answer and what was recognised of it, privately.

    `claims` are theirs of this round; the rate is shown where one of theirs was refused.
    """
    question = closed.question
    blocks: list[Block] = [Quote("Your answer", first_words(answer.text, QUOTED_WORDS))]
    if grade is not None and question is not None:
        pairs = [("Graded by", _grader(grade))]
        if points is not None:
            pairs.append(("Earned", for_board(points.points)))
        judgement = grade.judgement
        blocks += [*result_blocks(judgement), Facts(tuple(pairs)), *finding_lines(question, judgement, claims)]
        blocks += [*repeated_blocks(judgement), *reason_blocks(judgement)]
        blocks += [claiming_line(judgement)] if may_claim else []
    if answer.picked is not None and question is not None:
        blocks += explained_choices(question, options_for(question, closed.workspace, answer.member))
    if closed.void:
        blocks.append(Small(f"This question counts for nobody: {closed.void}"))
    if is_disputed:
        blocks.append(Small("You have disputed this grade; a reviewer will decide."))
    blocks += rate_line(rate) if rate is not None else ()
    claim = (claim_action("round", closed.id),) if may_claim else ()
    dispute = (Action("dispute", "Dispute", str(Target("round", closed.id))),) if may_dispute else ()
    return Card("How you did", tuple(blocks), (*claim, *dispute))


def _grader(grade: Grade) -> str:
    return "Askaday" if grade.source == "auto" else f"a {grade.source.value}"
