"""What an earlier run left open, back in the terminal: cards that can be pressed, and people's messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.console.render.card import moment_line
from adapters.console.send.channel import Chat, Place
from adapters.console.send.screen import Screen
from bot.cards.naming import CommandNames
from bot.cli.machine_zone import likely_zone
from bot.domain.answers import Revision
from bot.domain.card import Card, Moment
from bot.domain.rounds import Round
from bot.domain.text import count
from bot.ports.store import Transaction


@dataclass(frozen=True, slots=True)
class Recalled:
    """An open round as an earlier run left it."""

    message: str
    place: Place
    thread: Place
    opened_at: datetime
    card: Card
    key: str
    revisions: Sequence[Revision]
    #: False: its close is due, and the reveal comes at once.
    takes_answers: bool


def left_open(tx: Transaction, workspace: str, now: datetime) -> list[Recalled]:
    """Give the open rounds whose cards were posted, as they were sent and answered."""
    return [found for played in tx.rounds.open_in(workspace) if (found := _recalled(tx, played, now)) is not None]


def _recalled(tx: Transaction, played: Round, now: datetime) -> Recalled | None:
    sent = next((d for d in tx.deliveries.of_round(played.id) if d.message == played.card_message), None)
    if sent is None or played.card_message is None or played.thread is None or played.opened_at is None:
        return None
    return Recalled(
        message=played.card_message,
        place=Place(played.workspace, played.channel),
        thread=Place(played.workspace, played.channel, played.thread),
        opened_at=played.opened_at,
        card=sent.card,
        key=sent.key,
        revisions=tx.answers.revisions(played.workspace, played.channel, played.thread),
        takes_answers=played.closes_at is None or now < played.closes_at,
    )


def recall(chat: Chat, screen: Screen, found: Recalled, names: CommandNames) -> None:
    """Put a round back into the chat, and show its card unless it is about to close."""
    card = names.in_card(found.card)
    chat.recall_card(found.message, found.place, card, posted_at=found.opened_at, key=found.key)
    chat.recall(found.thread, found.revisions)
    if found.takes_answers:
        screen.show(found.message, card, f"#{found.place.channel}")


def state_of_play(tx: Transaction, workspace: str, names: CommandNames) -> str:
    """Say what is set up, when it asks next, and how many questions are open."""
    everywhere = tx.series.of_workspace(workspace)
    if not everywhere:
        example = f"/qotd setup packs=aws zone={likely_zone()} at=09:00 days=mon-fri"
        return names.in_text(f"Nothing is set up in this terminal yet: {example}")
    coming = [
        f"{series.name}: {_next(series.next_due, series.settings.schedule.zone)}"
        for series in sorted(everywhere, key=lambda series: series.name)
    ]
    running = len(tx.rounds.open_in(workspace))
    is_open = f"{count(running, 'question')} {'is' if running == 1 else 'are'} open"
    return "; ".join([*coming, is_open if running else "no question is open"])


def _next(due: datetime | None, zone: str) -> str:
    return "no question is coming up" if due is None else moment_line(Moment("next question", due, zone))
