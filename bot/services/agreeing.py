"""Reading from the ledger how far automatic and reviewers' grades agree."""

from bot.domain.agreement import Agreement, agreements, compared
from bot.ports.store import Transaction


def agreement_by_question(tx: Transaction) -> list[Agreement]:
    """Compare the grades of all series, those questions first on which they are furthest apart."""
    rounds = [played for series in tx.series.all() for played in tx.rounds.of_series(series.id) if played.question]
    pairs = (
        compared(played.question.ref, ledger)
        for played in rounds
        if played.question
        for ledger in tx.grades.of_round(played.id).values()
    )
    return agreements(pair for pair in pairs if pair is not None)
