"""Answers that a proxy bot posts anew: it deletes what a member wrote, and a webhook says the same in its place.

A webhook's post is nobody's answer, so the member's own words go on counting, and reviewers are told.
"""

from dataclasses import replace
from datetime import datetime

from bot.cards.notices.rounds import replaced_notice
from bot.domain.answers import PROXY_WITHIN, Happening, Revision, stands_proxied
from bot.domain.members import GONE
from bot.ports.store import Transaction
from bot.services.deliveries.owing import tell_members


def original_of(tx: Transaction, workspace: str, channel: str, thread: str, copy: Revision) -> Revision | None:
    """Give what a webhook's post repeats, as something that happened to the original: a member's words of just before.

    Proxy bots leave out signs that say whose post it is, so the copy is a part of the original.
    """
    said = copy.text.strip()
    earlier = [
        revision
        for revision in tx.answers.revisions(workspace, channel, thread)
        if revision.member is not None
        and revision.happening in {Happening.POSTED, Happening.EDITED}
        and copy.posted_at - PROXY_WITHIN <= revision.posted_at <= copy.posted_at
        and said
        and said in revision.text
    ]
    if not earlier:
        return None
    newest = max(earlier, key=lambda revision: (revision.posted_at, revision.at))
    return replace(newest, happening=Happening.REPLACED, at=copy.posted_at, text="")


def tell_replaced(
    tx: Transaction, workspace: str, channel: str, thread: str, message: str, *, round_id: int, now: datetime
) -> None:
    """Owe reviewers and managers a word about a message that stands although it was deleted, once for each."""
    about = [one for one in tx.answers.revisions(workspace, channel, thread) if one.message == message]
    played = tx.rounds.get(round_id)
    series = tx.series.get(played.series_id) if played else None
    if played is None or series is None or not stands_proxied(about):
        return
    words = [one for one in about if one.happening in {Happening.POSTED, Happening.EDITED}]
    names = tx.members.names(workspace)
    author = next((one.member for one in words if one.member), "")
    said = max(words, key=lambda one: one.at).text if words else ""
    card = replaced_notice(series, played, names.get(author, GONE), said)
    judges = series.settings.managers | series.settings.reviewers
    tell_members(tx, series, judges, card, code=f"p{message}", now=now, round_id=played.id)
