"""Looking back: questions of a series that were revealed, and how a member did in them. Nothing here writes."""

import re
from dataclasses import dataclass

from bot.cards.past import PastPage, PastQuestion
from bot.domain.grading import Finding, effective
from bot.domain.members import Actor
from bot.domain.question import Question
from bot.domain.rounds import Round
from bot.domain.series import Series
from bot.domain.text import count
from bot.errors import RefusedError
from bot.ports.store import Transaction
from bot.services.practice.pool import open_refs
from bot.services.rounds.publishing import closed_round_of

#: So many questions are on a page.
ON_PAGE = 5
#: So many characters of words are looked for: they go into the button for the next page.
_LONGEST = 60


def sought(text: str) -> tuple[str, bool]:
    """Give the words in what somebody typed, whatever signs are between them, and whether these are all of them."""
    said = [word[:_LONGEST] for word in re.findall(r"[^\W_]+", text)]
    words = ""
    for word in said:
        longer = f"{words} {word}".strip()
        if len(longer) > _LONGEST:
            return words, False
        words = longer
    return words, True


@dataclass(frozen=True, slots=True)
class LookingBack:
    """Finds questions that were asked in a series and revealed, for anybody in its workspace.

    What a series there asks again just now is not among them: its model answer comes with the reveal.
    """

    def page(self, tx: Transaction, actor: Actor, series: Series, words: str, number: int = 1) -> PastPage:
        """Give a page of those that have all of the words, newest first; `words` as `sought` gives them."""
        before = (number - 1) * ON_PAGE
        asked = open_refs(tx, series.workspace)
        ids = tx.past.find(series.id, words, but=asked, limit=ON_PAGE + 1, offset=before)
        rounds = [played for one in ids[:ON_PAGE] if (played := tx.rounds.get(one)) is not None]
        found = tuple(
            PastQuestion(played, played.question, _own(tx, actor, played)) for played in rounds if played.question
        )
        return PastPage(series.id, series.name, words, found, number, before, has_more=len(ids) > ON_PAGE)

    def whole(self, tx: Transaction, actor: Actor, round_id: int) -> Question:
        """Give the question of a round that is over.

        Raises:
            RefusedError: there is none, it is open still, or its question is asked again just now.
        """
        played = closed_round_of(tx, actor, round_id, comes="Its answer comes with the reveal.")
        if played.question is None:
            raise RefusedError("This question was withdrawn.")
        if played.question.ref in open_refs(tx, actor.workspace):
            raise RefusedError("This question is being asked again right now; come back after its reveal.")
        return played.question


def _own(tx: Transaction, actor: Actor, closed: Round) -> str:
    if actor.member not in tx.standings.points_of(closed.id):
        return "not answered"
    grade = effective(tx.grades.of_round(closed.id).get(actor.member, ()))
    if grade is None or not grade.judgement.findings:
        return "answered"
    met = sum(found.finding is Finding.COVERED for found in grade.judgement.findings)
    return f"{met} of {count(len(grade.judgement.findings), 'point')}"
