"""What members may see, take away and delete of what is kept of them: typed, and by the buttons of one card."""

import json
from collections.abc import Awaitable, Callable, Mapping

from bot.cards.meeting import away_action
from bot.cards.notices.notice import notice
from bot.cards.privacy import confirm_card, data_card, export_card, handed_card, left_card, returned_card
from bot.commands.context import Context
from bot.commands.request import File, Handout, Press, Reply, Request
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.question import Pack, Question
from bot.domain.text import count, nearest
from bot.errors import InputError
from bot.packs.exporting import anki_text
from bot.ports.store import Transaction
from bot.services.services import Services

#: What is chosen to see the card.
MY_DATA = "My data"
#: What goes on with the card that was pressed, so that no button is left that would do it again.
_IN_PLACE = frozenset({"erase", "erase-all", "leave", "return", "board-off", "board-on"})


async def privacy(context: Context) -> Reply:
    """Let members decide about their data, "[hide|show|leave|return|export|erase]"; "erase yes" is a button's, too."""
    return await _run(context.services, context.actor, context.given.get("action", ""), ACTIONS, "/qotd privacy ")


async def of_practice(services: Services, request: Request, said: str) -> Reply:
    """Do the same in a private question's place, where there are no boards: "[leave|return|export|erase]"."""
    said = "" if said == MY_DATA else " ".join(said.split())
    known = {said: act for said, act in ACTIONS.items() if said not in {"hide", "show"}}
    return await _run(services, request.actor, said, known, "/aws-quiz privacy ")


async def _run(services: Services, actor: Actor, said: str, known: "Mapping[str, Act]", before: str) -> Reply:
    act = known.get(said.casefold())
    if act is None:
        plain = [name for name in known if name and " " not in name]
        hint = nearest(said, plain, before=before) or f"It is {', '.join(plain[:-1])} or {plain[-1]}."
        raise InputError(f"Privacy does not know {said!r}.", hint=hint)
    return _reply(await act(services, actor))


async def pressed(services: Services, press: Press) -> Reply:
    """Do what a button of these cards says; erasing leaves no button behind that would do it again."""
    return _reply(await PRESSES[press.action](services, press.actor), replaces=press.action in _IN_PLACE)


def _reply(done: "Card | Reply", *, replaces: bool = False) -> Reply:
    return done if isinstance(done, Reply) else Reply(done, replaces=replaces)


async def _show_card(services: Services, actor: Actor) -> Card:
    def read(tx: Transaction) -> Card:
        chosen, series = services.privacy.choices(tx, actor), tx.series.of_workspace(actor.workspace)
        is_away = services.absences.of(tx, actor.workspace, actor.member) is not None
        away = away_action(series[0].id, is_away=is_away) if series else None
        return data_card(on_board=chosen.on_board, is_tracked=chosen.is_tracked, away=away)

    return await services.store.call(read)


async def _leave(services: Services, actor: Actor) -> Card:
    await services.store.call(services.privacy.set_tracked, actor, tracked=False)
    return left_card()


async def _return(services: Services, actor: Actor) -> Card:
    await services.store.call(services.privacy.set_tracked, actor, tracked=True)
    return returned_card()


async def _hide(services: Services, actor: Actor) -> Card:
    await services.store.call(services.privacy.set_on_board, actor, on_board=False)
    back = "You still see your own figures with `/qotd me`; `/qotd privacy show` puts you back."
    return notice("You are off the boards", back)


async def _show(services: Services, actor: Actor) -> Card:
    await services.store.call(services.privacy.set_on_board, actor, on_board=True)
    return notice("You are on the boards", "`/qotd privacy hide` takes you off again.")


async def _export(services: Services, actor: Actor) -> Reply:
    def work(tx: Transaction) -> tuple[str, tuple[Question, ...]]:
        kept = services.privacy.export(tx, actor)
        written = json.dumps(kept, indent=1, ensure_ascii=False, default=str)
        return written, services.privacy.practised(tx, kept)

    written, practised = await services.store.read(work)
    files = [File("askaday-my-data.json", written)]
    if practised:
        deck = Pack("practice", "Askaday practice", "Private questions", "1", "", "en", practised)
        files.append(File("askaday-practice.txt", anki_text(deck)))
    return Reply(export_card(written), handout=Handout(handed_card(len(practised)), tuple(files)))


async def _ask_to_erase(_services: Services, _actor: Actor) -> Card:
    return confirm_card()


async def _erase(services: Services, actor: Actor) -> Card:
    deleted = await services.store.call(services.privacy.erase, actor)
    return notice("Erased", f"{count(deleted, 'record')} deleted. Backups keep theirs until they are rotated out.")


Act = Callable[[Services, Actor], Awaitable[Card | Reply]]
#: By what is typed.
ACTIONS: Mapping[str, Act] = {
    "": _show_card,
    "hide": _hide,
    "show": _show,
    "leave": _leave,
    "return": _return,
    "export": _export,
    "erase": _ask_to_erase,
    "erase yes": _erase,
}
#: By the names of `bot.cards.privacy`.
PRESSES: Mapping[str, Act] = {
    "data": _show_card,
    "export": _export,
    "erase": _ask_to_erase,
    "erase-all": _erase,
    "leave": _leave,
    "return": _return,
    "board-off": _hide,
    "board-on": _show,
}
