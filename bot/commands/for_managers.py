"""What managers of a series may do; the services check that they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.cards.access import setup_chosen_card
from bot.cards.figures import flags_card
from bot.cards.notices.notice import notice
from bot.cards.notices.owed import owed_name
from bot.cards.notices.series import series_card
from bot.cards.wording import say_day
from bot.commands.context import Context, series_of
from bot.commands.request import Press, Reply
from bot.domain.calendar.dates import parse_day
from bot.domain.calendar.localtime import local_day
from bot.domain.card import Card, Table, Text
from bot.domain.doubts import Verdict
from bot.domain.members import Actor, WhoSetsUp
from bot.domain.series import Series
from bot.domain.statistics.floor import FLOORS, NO_FLOOR, PeopleShown, ViewRules
from bot.domain.target import Target
from bot.domain.text import count, listing, nearest, plain
from bot.errors import InputError, RightsError
from bot.ports.store import Transaction
from bot.services.deliveries.holding import day_of
from bot.services.managing import Queued
from bot.services.rights import require_manager
from bot.services.rounds.closing import close_now
from bot.services.services import Services
from bot.services.statistics.telling import tell_scores_are_shown


async def pause(context: Context) -> Reply:
    """Stop asking."""
    said = _until(context.given.get("until", ""))

    def work(tx: Transaction) -> Card:
        series = context.series(tx)
        today = local_day(context.services.clock.now(), series.settings.schedule.zone)
        until = parse_day(said, today) if said else None
        series = context.services.managing.pause(tx, context.actor, series, until)
        back = f"It asks again on {say_day(until)}." if until else "`/qotd resume` lets it ask again."
        return notice(f"{series.name} is paused", f"{back} An open question still closes on time.")

    return Reply(await context.services.store.call(work))


def _until(text: str) -> str:
    """Give the day that is said as "[until] DAY"; empty if there is nothing."""
    words = text.split()
    said = words[1:] if words and words[0].casefold() == "until" else words
    if words and not said:
        hint = "For example `/qotd pause until monday` or `/qotd pause until 2030-01-07`, or just `/qotd pause`."
        raise InputError("Until which day?", hint=hint)
    return " ".join(said)


async def resume(context: Context) -> Reply:
    """Ask again."""

    def work(tx: Transaction) -> Card:
        series = context.services.managing.resume(tx, context.actor, context.series(tx))
        return series_card(series, context.services.managing.preview(tx, series, 1), f"{series.name} asks again")

    return Reply(await context.services.store.call(work))


async def skip(context: Context) -> Reply:
    """Skip the next slot."""

    def work(tx: Transaction) -> Card:
        day = context.services.managing.skip(tx, context.actor, context.series(tx))
        return notice("Skipped", f"There is no question on {say_day(day)}; `/qotd unskip` takes that back.")

    return Reply(await context.services.store.call(work))


async def unskip(context: Context) -> Reply:
    """Take a skip back."""

    def work(tx: Transaction) -> Card:
        day = context.services.managing.unskip(tx, context.actor, context.series(tx))
        return notice("Not skipped", f"The question of {say_day(day)} comes after all.")

    return Reply(await context.services.store.call(work))


async def open_now(context: Context) -> Reply:
    """Ask today's question now, if it can be posted."""
    series = await context.services.store.call(_own_series, context)
    await context.services.placing.check_askable(series.workspace, series.channel)

    def work(tx: Transaction) -> Card:
        context.services.opening.open_now(tx, context.actor, context.series(tx))
        return notice("Asked", "Today's question is on its way to the channel.")

    return Reply(await context.services.store.call(work))


def _own_series(tx: Transaction, context: Context) -> Series:
    series = context.series(tx)
    require_manager(context.actor, series)
    return series


async def close(context: Context) -> Reply:
    """Close the open question now."""

    def work(tx: Transaction) -> Card:
        close_now(tx, context.services.clock, context.actor, context.series(tx))
        return notice("Closing", "The thread is read back and graded; the reveal follows once that is done.")

    return Reply(await context.services.store.call(work))


async def reveal(context: Context) -> Reply:
    """Post what is owed and could not be posted so far."""

    def work(tx: Transaction) -> Card:
        released, closes = context.services.managing.post_owed(tx, context.actor, context.series(tx))
        lines = "\n".join(f"- {plain(owed_name(one, day_of(tx, one)))}" for one in released)
        said = [f"{lines}\n\nShould it be refused again, you are told why."] if released else []
        if closes:
            said.append(
                "The thread of the question that waits to close is read again; its reveal follows if that works."
            )
        return notice("On its way" if released else "Trying again", "\n\n".join(said))

    return Reply(await context.services.store.call(work))


async def queue(context: Context) -> Reply:
    """Show or change the questions that go ahead."""
    words = context.given.get("change", "").split()
    change = _QUEUE_CHANGES.get(words[0].casefold()) if words else None
    if words and change is None:
        hint = nearest(words[0], list(_QUEUE_CHANGES), before="/qotd queue ") or "It is add, first, remove or move."
        raise InputError(f"The queue does not know {words[0]!r}.", hint=hint)

    def work(tx: Transaction) -> Card:
        series, managing = context.series(tx), context.services.managing
        queued = managing.queue(tx, context.actor, series)
        if change is not None:
            refs = change([one.ref for one in queued], [_ref(series, word) for word in words[1:]])
            managing.set_queue(tx, context.actor, series, refs)
            queued = managing.queue(tx, context.actor, series)
        return _queue_card(series, queued)

    return Reply(await context.services.store.call(work))


async def ask_next(services: Services, press: Press, series_id: int) -> Reply:
    """Put the question that a button names before all others."""
    ref = Target.read(press.target).words

    def work(tx: Transaction) -> Card:
        series, managing = series_of(tx, press.actor, series_id), services.managing
        queued = [one.ref for one in managing.queue(tx, press.actor, series)]
        managing.set_queue(tx, press.actor, series, _QUEUE_CHANGES["first"](queued, [ref]))
        return _queue_card(series, managing.queue(tx, press.actor, series))

    return Reply(await services.store.call(work))


def _ref(series: Series, word: str) -> str:
    """Complete a question's id with the series' first pack; a number stays one."""
    return word if "/" in word or word.isdecimal() else f"{series.settings.packs[0]}/{word}"


def _without(refs: list[str], named: list[str]) -> list[str]:
    if not named:
        raise InputError("Which question?", hint="Name it as pack/id; `/qotd queue` lists what is queued.")
    return [ref for ref in refs if ref not in named]


def _move(refs: list[str], named: list[str]) -> list[str]:
    ref, place = named if len(named) == 2 else ("", "")  # noqa: PLR2004 - question and place
    if ref not in refs or not place.isdecimal() or not 1 <= int(place) <= len(refs):
        raise InputError("Move what, and where to?", hint="For example `/qotd queue move aws/ec2-or-lambda 1`.")
    others = [other for other in refs if other != ref]
    return [*others[: int(place) - 1], ref, *others[int(place) - 1 :]]


def _remove(refs: list[str], named: list[str]) -> list[str]:
    missing = [ref for ref in named if ref not in refs]
    if missing:
        are = "is" if len(missing) == 1 else "are"
        raise InputError(f"{listing(missing)} {are} not queued.", hint="`/qotd queue` lists what is.")
    return _without(refs, named)


_QUEUE_CHANGES = {
    "add": lambda refs, named: [*_without(refs, named), *named],
    "first": lambda refs, named: [*named, *_without(refs, named)],
    "remove": _remove,
    "move": _move,
}


def _queue_card(series: Series, queued: Sequence[Queued]) -> Card:
    title = f"Queue of {series.name}"
    if not queued:
        text = "It is empty: the rotation chooses. `/qotd queue add pack/id` puts a question ahead."
        return Card(title, (Text(text),))
    rows = tuple(
        (str(number), one.ref if one.is_askable else f"{one.ref} (passed over)")
        for number, one in enumerate(queued, start=1)
    )
    order = "They are asked in this order."
    if not all(one.is_askable for one in queued):
        order += " What is passed over was retired, is out of date or gone; `/qotd queue remove` takes it out."
    return Card(title, (Table(("Place", "Question"), rows, numeric=(0,)), Text(order)))


async def flags(context: Context) -> Reply:
    """Show what members doubt, or decide on it."""
    decision, question = (context.given.get(name, "") for name in ("decision", "question"))

    def work(tx: Transaction) -> Card:
        series, flagging = context.series(tx), context.services.flagging
        if not (decision or question):
            doubted = flagging.doubted(tx, context.actor, series)
            return flags_card(doubted.flags, doubted.quarantined, doubted.opinions)
        verdict, ref = _verdict(series, decision, question)
        settled = flagging.decide(tx, context.actor, series, ref, verdict)
        becomes = "may be asked again" if verdict is Verdict.KEEP else "is not asked here again"
        flags_settled = f"; {count(settled, 'flag')} settled" if settled else ""
        return notice("Decided", f"`{ref}` {becomes}{flags_settled}.")

    return Reply(await context.services.store.call(work))


def _verdict(series: Series, decision: str, question: str) -> tuple[Verdict, str]:
    if not question or decision.casefold() not in tuple(Verdict):
        hint = "`/qotd flags keep pack/id` or `/qotd flags retire pack/id`."
        raise InputError("Decide what on which question?", hint=hint)
    return Verdict(decision.casefold()), _ref(series, question)


async def exclude(context: Context) -> Reply:
    """Keep somebody off the boards."""
    return await _set_excluded(context, excluded=True)


async def include(context: Context) -> Reply:
    """Let somebody appear on the boards again."""
    return await _set_excluded(context, excluded=False)


async def _set_excluded(context: Context, *, excluded: bool) -> Reply:
    name = context.given.get("member", "")
    if not name:
        raise InputError("Who?", hint=f"For example `/qotd {'exclude' if excluded else 'include'} @ana`.")

    def work(tx: Transaction) -> Card:
        series = context.series(tx)
        require_manager(context.actor, series)  # before it says who is known here
        member = context.member_or_id(tx, name)
        out = series.settings.excluded
        left_out = out | {member.member} if excluded else out - {member.member}
        context.services.managing.change(tx, context.actor, series, replace(series.settings, excluded=left_out))
        shown = f"no longer show {plain(member.name)}" if excluded else f"show {plain(member.name)} again"
        return notice("Changed", f"The boards of {plain(series.name)} {shown}.")

    return Reply(await context.services.store.call(work))


async def workspace(context: Context) -> Reply:
    """Show or choose what holds for the whole workspace: who may set series up, what figures show, what is kept."""
    given = {key: context.given[key].casefold() for key in WORKSPACE_CHOICES if context.given.get(key)}
    for key, chosen in given.items():
        if chosen not in WORKSPACE_CHOICES[key]:
            ways = [f"`{_WORKSPACE} {key}={one}`" for one in WORKSPACE_CHOICES[key]]
            said = listing(ways, "or")
            raise InputError(f"{key} is no {chosen!r}.", hint=f"Write {said}.")
    kept = context.given.get("retention", "").casefold()
    if kept and kept != _DEFAULT and not kept.isdecimal():
        hint = "Write days, like `/qotd workspace retention=90`, or `retention=default`."
        raise InputError(f"retention is no {kept!r}.", hint=hint)

    def work(tx: Transaction) -> Card:
        who, privacy = context.actor, context.services.privacy
        if not who.is_admin:
            raise RightsError("Only administrators of this workspace may see and change this.")
        if kept:
            privacy.keep_for(tx, who, None if kept == _DEFAULT else int(kept))
        if given:
            _choose(tx, who, given, context.services.clock.now())
        days, rules = tx.access.retention_days(who.workspace), tx.statistics.rules(who.workspace)
        return setup_chosen_card(tx.access.who_sets_up(who.workspace), rules, days, privacy.most_days)

    return Reply(await context.services.store.call(work))


_WORKSPACE = "/qotd workspace"
#: Takes back what a workspace chose for itself.
_DEFAULT = "default"
#: What can be chosen for a workspace as a whole.
WORKSPACE_CHOICES: Mapping[str, tuple[str, ...]] = {
    "setup": tuple(WhoSetsUp),
    "floor": tuple(str(floor or NO_FLOOR) for floor in FLOORS),
    "people": tuple(PeopleShown),
}


def _chosen(tx: Transaction, workspace: str) -> dict[str, str]:
    rules = tx.statistics.rules(workspace)
    floor = str(rules.floor or NO_FLOOR)
    return {"setup": tx.access.who_sets_up(workspace).value, "floor": floor, "people": rules.people.value}


def _choose(tx: Transaction, who: Actor, given: Mapping[str, str], now: datetime) -> None:
    before = _chosen(tx, who.workspace)
    chosen = {**before, **given}
    tx.access.let_set_up(who.workspace, WhoSetsUp(chosen["setup"]))
    floor = 0 if chosen["floor"] == NO_FLOOR else int(chosen["floor"])
    tx.statistics.set_rules(who.workspace, ViewRules(floor, PeopleShown(chosen["people"])))
    if chosen["people"] == PeopleShown.SCORES != before["people"]:
        tell_scores_are_shown(tx, who.workspace, now)
    detail, was = " ".join(f"{key}={value}" for key, value in given.items()), {key: before[key] for key in given}
    tx.audit.add(who.workspace, who.member, "workspace", detail, now, before=was, after=given)
