"""Where commands and presses arrive: finds what was meant, runs it, and gives a card."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.commands import catalogue, quiz
from bot.commands.context import Context, Services
from bot.commands.for_members import flagged_card
from bot.commands.request import Press, Reply, Request
from bot.commands.words import split
from bot.domain.notices import notice
from bot.domain.question_cards import hint_card
from bot.domain.rounds import Round
from bot.errors import InputError, RefusedError
from bot.ports.store import Transaction


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers commands and presses, the same on every platform."""

    services: Services

    async def run(self, request: Request) -> Reply:
        """Run a typed command.

        Raises:
            AskadayError: it was not understood, or refused; the message and hint are for who asked.
        """
        if request.word == self.services.quiz:
            return await quiz.ask(self.services, request)
        if request.word != self.services.qotd:
            hint = f"There are /{self.services.qotd} and /{self.services.quiz}."
            raise InputError(f"There is no command /{request.word}.", hint=hint)
        said = split(request.text).words
        command = catalogue.find(said[0] if said else "help")
        return await command.run(Context(self.services, request, split(request.text, command.options).rest()))

    async def press(self, press: Press) -> Reply:
        """Do what a button of a card says.

        Raises:
            AskadayError: it was refused; the message and hint are for who pressed.
        """
        if press.action in quiz.STEPS:
            return await quiz.onward(self.services, press)
        kind, _, number = press.target.partition(":")
        handler = _PRESSES.get((kind, press.action))
        if handler is None or not number.isdecimal():
            raise InputError("This button is from an older version.", hint="Use the newest card instead.")
        return await handler(self.services, press, int(number))


async def _answer(services: Services, press: Press, round_id: int) -> Reply:
    await services.store.call(services.answering.submit_sealed, press.actor, round_id, press.text)
    return Reply(notice("Your answer is kept", "You can change it until the question closes: answer again."))


async def _hint(services: Services, press: Press, round_id: int) -> Reply:
    played = await services.store.call(_round, press, round_id)
    if played.question is None:
        raise RefusedError("This question was withdrawn.")
    return Reply(hint_card(played.question))


async def _flag(services: Services, press: Press, round_id: int) -> Reply:
    quarantined = await services.store.call(services.flagging.flag_round, press.actor, round_id, press.text)
    return Reply(flagged_card(in_quarantine=quarantined))


async def _mine(services: Services, press: Press, round_id: int) -> Reply:
    return Reply(await services.store.call(services.reviewing.own_result, press.actor, round_id))


def _round(tx: Transaction, press: Press, round_id: int) -> Round:
    played = tx.rounds.get(round_id)
    if played is None or played.workspace != press.actor.workspace:
        raise RefusedError("This question does not exist here.")
    return played


_PRESSES: Mapping[tuple[str, str], Callable[[Services, Press, int], Awaitable[Reply]]] = {
    ("round", "answer"): _answer,
    ("round", "hint"): _hint,
    ("round", "flag"): _flag,
    ("round", "mine"): _mine,
    ("drill", "answer"): quiz.answer,
    ("drill", "show"): quiz.show,
    ("drill", "hint"): quiz.hint,
    ("drill", "flag"): quiz.flag,
}
