"""What is shown when a round has closed: the model answer, how the team did, one's own result."""

from collections.abc import Mapping, Sequence

from bot.cards.question import flag_of, model_answer_blocks, own_result_of, question_title
from bot.domain.answers import Answer, taking_part
from bot.domain.card import Action, Block, Card, Facts, Heading, KeyPointLine, Quote, Small, Table
from bot.domain.grading import Finding, Grade, Judgement, PointFinding
from bot.domain.question import Question
from bot.domain.rounds import Round
from bot.domain.scoring import Points
from bot.domain.target import Target
from bot.domain.text import count, percent

#: Marks the best answer and who gave it.
BEST = "★"


def reveal_card(
    closed: Round,
    answers: Sequence[Answer],
    judgements: Mapping[str, Judgement],
    points: Mapping[str, Points],
    names: Mapping[str, str],
    *,
    is_sealed: bool = False,
) -> Card:
    """Show the model answer, how many met each key point, the answers if sealed, the best one, and who took part.

    `names` holds the members who appear on boards; the others are counted and not named.
    """
    question = closed.question
    if question is None:
        return Card("The question has closed")
    blocks: list[Block] = [*model_answer_blocks(question), Heading("Key points")]
    counted = taking_part(answers)
    blocks += _point_counts(question, [judgements[a.member] for a in counted if a.member in judgements])
    if is_sealed:
        blocks += _answers(answers, names)
    blocks += _best(closed, answers, names, is_sealed=is_sealed)
    blocks += _who_took_part(closed, counted, points, names)
    blocks += _set_aside([judgements[a.member] for a in counted if a.member in judgements])
    return Card(f"Reveal: {question_title(question)}", tuple(blocks), (own_result_of(closed),), menu=(flag_of(closed),))


def _point_counts(question: Question, judgements: Sequence[Judgement]) -> list[Block]:
    looked = [judgement for judgement in judgements if judgement.findings]
    lines: list[Block] = []
    for index, point in enumerate(question.key_points):
        met = sum(judgement.findings[index].finding is Finding.COVERED for judgement in looked)
        lines.append(KeyPointLine(point.text, f"{met} of {len(looked)}" if looked else ""))
    return lines


def _set_aside(judgements: Sequence[Judgement]) -> list[Block]:
    waiting = sum(bool(judgement.problem) for judgement in judgements)
    verb = "waits" if waiting == 1 else "wait"
    return [Small(f"{count(waiting, 'answer')} {verb} for a reviewer, who grades by hand.")] if waiting else []


def _answers(answers: Sequence[Answer], names: Mapping[str, str]) -> list[Block]:
    quotes = [Quote(_name(answer, names), answer.text) for answer in answers if answer.text.strip()]
    return [Heading("Answers"), *quotes] if quotes else []


def _best(closed: Round, answers: Sequence[Answer], names: Mapping[str, str], *, is_sealed: bool) -> list[Block]:
    chosen = [answer for answer in answers if answer.member == closed.best_member]
    return [
        block
        for answer in chosen
        for block in (Heading(f"{BEST} Best answer"), _published(answer, _name(answer, names), is_sealed=is_sealed))
    ]


def _published(answer: Answer, name: str, *, is_sealed: bool) -> Block:
    """Quote an answer; in an open series one that was given privately stays private."""
    if answer.is_private and not is_sealed:
        return Small(f"{name} gave it privately, so it is not shown.")
    return Quote(name, answer.text)


def _name(answer: Answer, names: Mapping[str, str]) -> str:
    return names.get(answer.member, "A member")


def _who_took_part(
    closed: Round, answers: Sequence[Answer], points: Mapping[str, Points], names: Mapping[str, str]
) -> list[Block]:
    if not answers:
        return [Small("Nobody answered this one. The next question comes on schedule.")]
    shown = [points[a.member] for a in answers if a.member in points and a.member in names]
    shown.sort(key=lambda standing: (-standing.points, names[standing.member].casefold()))
    marks = {closed.best_member: f" {BEST}"}
    rows = tuple((names[p.member] + marks.get(p.member, ""), percent(p.score), str(p.points)) for p in shown)
    table: list[Block] = [Table(("Who answered", "Score", "Points"), rows, numeric=(1, 2))] if rows else []
    return [Heading(f"{count(len(answers), 'answer')}"), *table]


def best_answer_card(closed: Round, answer: Answer, name: str, *, is_sealed: bool = False) -> Card:
    """Announce the best answer of a round that was revealed already."""
    title = f"Best answer: {question_title(closed.question)}" if closed.question else "Best answer"
    return Card(title, (_published(answer, name, is_sealed=is_sealed),))


def finding_lines(question: Question, judgement: Judgement) -> tuple[Block, ...]:
    """Give each key point with what was found of it in one answer."""
    return (
        tuple(
            KeyPointLine(point.text, _said_of(found), found.evidence or found.differs)
            for point, found in zip(question.key_points, judgement.findings, strict=True)
        )
        if judgement.findings
        else ()
    )


def _said_of(found: PointFinding) -> str:
    return "differs from the model answer" if found.differs else found.finding.value


def own_result_card(
    closed: Round,
    answer: Answer,
    grade: Grade | None,
    points: Points | None,
    *,
    may_dispute: bool = False,
    is_disputed: bool = False,
) -> Card:
    """Show a member their own answer and its grade, privately."""
    question = closed.question
    blocks: list[Block] = [Quote("Your answer", answer.text)]
    if grade is not None and question is not None:
        pairs = [("Score", percent(grade.judgement.score)), ("Graded by", _grader(grade))]
        if points is not None:
            pairs.append(("Points", str(points.points)))
        blocks += [Facts(tuple(pairs)), *finding_lines(question, grade.judgement), Small(grade.judgement.reason)]
    if is_disputed:
        blocks.append(Small("You have disputed this grade; a reviewer will decide."))
    actions = (Action("dispute", "Dispute", str(Target("round", closed.id))),) if may_dispute else ()
    return Card("How you did", tuple(blocks), actions)


def _grader(grade: Grade) -> str:
    return "Askaday" if grade.source == "auto" else f"a {grade.source.value}"
