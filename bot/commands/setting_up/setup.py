"""Setting a series up."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, count

from bot.cards.access import asked_card
from bot.cards.notices.series import begun_card, series_card
from bot.commands.arguments import settings_of
from bot.commands.context import Context
from bot.commands.mentions import group_id, is_id
from bot.commands.request import Press, Reply
from bot.commands.setting_up.forms import Reading, read_form, written
from bot.commands.setting_up.merging import changed, is_changed
from bot.commands.setting_up.settings import SETTINGS, Setting
from bot.domain.calendar.localtime import local_day
from bot.domain.card import Block, Card, Small, Table, Text
from bot.domain.series import Series, SeriesSettings, may_manage
from bot.domain.target import Target
from bot.domain.text import listing, plain
from bot.errors import FormError, InputError, RefusedError
from bot.ports.store import Transaction
from bot.services.rights import may_set_up, require_manager
from bot.services.services import Services

_SLOTS_SHOWN = 5
_LONGEST_NAME = 40
_DEFAULT_NAME = "daily"

_ELSEWHERE = "is needed, since no series can ask here; for example channel=#general."

#: What the listing leaves out: it chooses a series, and is nothing that a series has.
_UNLISTED = ("series",)


async def setup(context: Context) -> Reply:
    """Set up the channel's series, or change it; without settings, show what they are."""
    said = settings_of(context.given)
    if said.words:
        surplus = " ".join(said.words)
        raise InputError(f"/qotd setup does not take {surplus!r}.", hint="Write `/qotd setup [KEY=VALUE …]`.")
    form = said.options
    context = replace(context, given=form, wrong=said.wrong)
    if not form.keys() - {"series"}:
        return Reply(await context.services.store.call(_present, context))

    context = await _vouched(context)
    placed = await _vouched(await _placed(context, await context.services.store.call(_allowed, context)))

    def work(tx: Transaction) -> tuple[Card, Series]:
        try:
            name, before = _meant(tx, placed)
        except FormError as error:
            raise _with_the_rest(tx, placed, error) from None
        return _outcome(tx, placed, before, _stored(tx, placed, name, before))

    return await _shown(context, *await context.services.store.call(work))


async def save_form(context: Context, target: str, opened: Mapping[str, str]) -> Reply:
    """Store what a form was filled in with: for the series it was opened for, and for no other.

    Args:
        context: what was filled in, as options.
        target: "series:7", or anything else for a new series.
        opened: `setup_merge.marks` of the series when the form was opened.

    Raises:
        FormError: fields are not understood, the series would be another one, or somebody has changed the same fields.
        RefusedError: the series is gone.
    """
    context = await _vouched(context)

    def allowed(tx: Transaction) -> bool:
        try:
            _, before = _of_form(tx, context, target)
        except FormError:  # told below, with what else is wrong
            return _allowed(tx, context)
        context.services.managing.check_right(tx, context.actor, before, _channel(context))
        return before is None or is_changed("channel", context.given.get("channel", ""), opened)

    placed = await _vouched(await _placed(context, may_ask=await context.services.store.call(allowed)))

    def work(tx: Transaction) -> tuple[Card, Series]:
        try:
            name, before = _of_form(tx, placed, target)
        except FormError as error:
            raise _with_the_rest(tx, placed, error) from None
        if before is None:
            return _outcome(tx, placed, None, _stored(tx, placed, name, None))
        require_manager(context.actor, before)  # before it says what it is set to
        try:
            options = changed(placed.given, opened, before, context.services.graders)
        except FormError as error:
            left = {field: text for field, text in placed.given.items() if is_changed(field, text, opened)}
            wrong = _read(tx, replace(placed, given=left), before.settings, is_new=False).wrong
            raise FormError({**wrong, **error.fields}) from None
        filled = replace(placed, given=options)
        return _outcome(tx, filled, before, _stored(tx, filled, before.name, before))

    return replace(await _shown(context, *await context.services.store.call(work)), replaces=True)


async def ask(services: Services, press: Press) -> Reply:
    """Send the form for a channel to those who may fill it in."""
    channel = Target.read(press.target).channel
    return Reply(asked_card(await services.requesting.ask(press.actor, channel)), replaces=True)


def _allowed(tx: Transaction, context: Context) -> bool:
    """Say whether the actor may know which channels there are: who may set up a series, or runs one."""
    everywhere = tx.series.of_workspace(context.actor.workspace)
    return may_set_up(tx, context.actor, "") or any(may_manage(context.actor, one.settings) for one in everywhere)


def _channel(context: Context) -> str:
    """Give the channel that is said, else the one it was asked for in."""
    return context.given.get("channel") or context.request.channel


async def _vouched(context: Context) -> Context:
    """Let the platform say whether the actor manages the channel that is meant, where that gives them a right."""
    actor = await context.services.recognising.in_channel(context.actor, _channel(context))
    return replace(context, request=replace(context.request, actor=actor))


async def _placed(context: Context, may_ask: bool) -> Context:
    """Put the id of the channel in the place of what was said; what is wrong with it is told with the rest.

    Without a channel a new series asks where it is set up: there has to be a channel there, not a conversation of two.
    """
    options, placing, workspace = dict(context.given), context.services.placing, context.actor.workspace
    said = options.get("channel", "")
    if not may_ask:
        return context
    try:
        if said.strip():
            options["channel"] = await placing.resolve(workspace, said)
    except InputError as error:
        return replace(context, wrong={**context.wrong, "channel": error.plain_text})
    if group := group_id(options.get("ping", "")):
        where = options.get("channel", context.request.channel)
        if problem := await placing.uncallable(workspace, where, group):
            return replace(context, given=options, wrong={**context.wrong, "ping": problem})
    is_unfit = "channel" not in options and await placing.is_unfit(workspace, context.request.channel)
    return replace(context, given=options, is_elsewhere=is_unfit)


async def _shown(context: Context, card: Card, series: Series) -> Reply:
    """Say above the card what keeps Askaday from asking in the channel."""
    found = await context.services.placing.look_at(series.workspace, series.channel)
    hurdles = (*found.lacking, *found.doubtful) if found else ()
    told = tuple(Text(f"⚠️ In #{plain(found.name)}: {plain(one)}.") for one in hurdles) if found else ()
    return Reply(replace(card, blocks=(*told, *card.blocks)))


def _of_form(tx: Transaction, context: Context, target: str) -> tuple[str, Series | None]:
    """Give the name that a form asks for and the series it was opened for; None: a new one.

    Raises:
        FormError: the name is another series'.
        RefusedError: the series is gone.
    """
    name = _name(context.given)
    if problem := _name_problem(context.given):
        raise FormError({"name": problem})
    meant = Target.read(target)
    if meant.kind != "series":
        if taken := context.services.managing.named(tx, context.actor.workspace, name):
            where = "" if taken.channel == context.request.channel else ", and asks elsewhere"
            raise FormError({"name": f"{name} is there already{where}. Choose another name."})
        return name or free_name(tx, context.actor.workspace), None
    found = [one for one in tx.series.of_workspace(context.actor.workspace) if one.id == meant.id]
    if not found:
        raise RefusedError("This series does not exist here.")
    if found[0].name.casefold() != name.casefold():
        raise FormError({"name": f"A series keeps its name, {found[0].name}. For another series, use /qotd setup."})
    return name, found[0]


def _with_the_rest(tx: Transaction, context: Context, error: FormError) -> FormError:
    """Add what else is wrong, as far as it can be told without knowing whose settings these are.

    Raises:
        RightsError: the actor may not know.
    """
    if not _allowed(tx, context):
        context.services.managing.check_right(tx, context.actor, None, _channel(context))
    return FormError({**error.fields, **_read(tx, context, None, is_new=False).wrong})


def _outcome(tx: Transaction, context: Context, before: Series | None, series: Series) -> tuple[Card, Series]:
    slots = context.services.managing.preview(tx, series, _SLOTS_SHOWN)
    if before is None:
        today = local_day(context.services.clock.now(), series.settings.schedule.zone)
        return begun_card(series, slots, today), series
    card = series_card(series, slots, f"{series.name} is set up")
    return replace(card, blocks=(*_changes(tx, before, series), *card.blocks)), series


def _stored(tx: Transaction, context: Context, name: str, existing: Series | None) -> Series:
    """Create or change the series that the form names."""
    services, form = context.services, context.given
    base = existing.settings if existing else None
    reading = _read(tx, context, base, is_new=base is None)
    channel = form.get("channel", existing.channel if existing else context.request.channel)
    if existing is None and context.is_elsewhere:
        reading = replace(reading, wrong={"channel": _ELSEWHERE, **reading.wrong})
    if reading.wrong:
        services.managing.check_right(tx, context.actor, existing, channel)
    settings = reading.settings(base)
    return services.managing.set_up(tx, context.actor, name, channel, settings)


def _read(tx: Transaction, context: Context, base: SeriesSettings | None, *, is_new: bool) -> Reading:
    """Read the form, and look for the people, packs and topics that it names."""
    services = context.services
    reading = read_form(context.given, is_new=is_new, graders=services.graders)
    people, wrong = _with_ids(tx, context.actor.workspace, reading, base)
    packs = reading.series.get("packs", base.packs if base else None)
    if packs is not None:
        available = services.managing.available(tx, context.actor.workspace)
        wrong |= services.managing.wrong_choices(available, base, packs, reading.series.get("topic_weights"))
    return replace(reading, series={**reading.series, **people}, wrong={**wrong, **context.wrong, **reading.wrong})


def _meant(tx: Transaction, context: Context) -> tuple[str, Series | None]:
    """Give the name of the series that is meant and, if there is one already, the series itself.

    Without a name it is the channel's; a series of another channel is never changed without being named.
    """
    managing = context.services.managing
    name = _name(context.given)
    if problem := _name_problem(context.given):
        raise FormError({"name": problem})
    if name:
        return name, managing.named(tx, context.actor.workspace, name)
    here = [s for s in tx.series.of_workspace(context.actor.workspace) if s.channel == context.request.channel]
    if len(here) > 1:
        raise FormError({"series": f"is needed, because several ask here: {listing([s.name for s in here], 'or')}."})
    if here:
        return here[0].name, here[0]
    if managing.named(tx, context.actor.workspace, _DEFAULT_NAME):
        raise FormError({"name": f"is needed, because {_DEFAULT_NAME} is in another channel; for example name=weekly."})
    return _DEFAULT_NAME, None


def _name(form: Mapping[str, str]) -> str:
    return form.get("name", form.get("series", "")).strip()


def _name_problem(form: Mapping[str, str]) -> str:
    name = _name(form)
    is_good = len(name) <= _LONGEST_NAME and name.isprintable()
    return "" if is_good else f"is at most {_LONGEST_NAME} printable characters, for example name=daily."


def free_name(tx: Transaction, workspace: str) -> str:
    """Give a name for a new series that no other of the workspace has."""
    taken = {series.name.casefold() for series in tx.series.of_workspace(workspace)}
    numbered = (f"{_DEFAULT_NAME}-{number}" for number in count(2))
    return next(name for name in chain([_DEFAULT_NAME], numbered) if name not in taken)


def _with_ids(
    tx: Transaction, workspace: str, reading: Reading, before: SeriesSettings | None
) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Give the ids of those who are named, by field, and by field where nobody, or several people, are called that.

    Ids stay, also those of groups and of people never seen.
    """
    kept = before.managers | before.reviewers if before else frozenset()
    people, wrong = {}, {}
    for role in (row.key for row in SETTINGS.values() if row.is_people):
        ids = {
            name: name if name in kept else _id_of(tx, workspace, name)
            for name in reading.series.get(role, frozenset())
        }
        if unclear := sorted(name for name, one in ids.items() if one is None):
            wrong[role] = _unclear(unclear)
        elif role in reading.series:
            people[role] = frozenset(one for one in ids.values() if one)
    return people, wrong


def _id_of(tx: Transaction, workspace: str, name: str) -> str | None:
    members = [*tx.members.find(workspace, name), *tx.members.find(workspace, f"@{name}")]
    if len(members) == 1:
        return members[0].member
    return name if is_id(name) else None


def _unclear(names: list[str]) -> str:
    who = listing([repr(name) for name in names], "or")
    return f"nobody, or more than one, is known here as {who}; choose them from the list after @, or give their ids."


def _present(tx: Transaction, context: Context) -> Card:
    """Show managers what the series is set to; without one, how to set one up."""
    everywhere = tx.series.of_workspace(context.actor.workspace)
    is_meant = "series" in context.given or any(s.channel == context.request.channel for s in everywhere)
    series = context.series(tx) if is_meant else None
    if series is None or not may_manage(context.actor, series.settings):
        return _form_card()
    now = written(series, tx.members.names(series.workspace))
    rows = tuple((row.key, now[row.key], row.example) for row in _listed())
    how = f"`/qotd setup KEY=VALUE` changes a setting, for example `/qotd setup at={now['at']}`."
    return Card(f"Settings of {series.name}", (Text(how), Table(("Setting", "Now", "Example"), rows)))


def _changes(tx: Transaction, before: Series, after: Series) -> tuple[Block, ...]:
    """Say what has become of each setting that is another one now."""
    names = tx.members.names(after.workspace)
    old, new = written(before, names), written(after, names)
    changed = [f"{key}: {old[key]} → {new[key]}" for key in new if old[key] != new[key]]
    return tuple(Small(line) for line in changed or ["Nothing changes: it was set up like that already."])


def _form_card() -> Card:
    example = "/qotd setup packs=aws zone=Europe/Berlin at=09:00 days=mon-fri holidays=DE"
    text = Text(
        f"Only `packs` and `zone` are needed. Values with blanks go in quotation marks.\n\n```text\n{example}\n```"
    )
    rows = tuple((row.key, row.hint, row.example) for row in _listed())
    return Card("Set up a series", (text, Table(("Setting", "What it is", "Example"), rows)))


def _listed() -> list[Setting]:
    return [row for row in SETTINGS.values() if row.key not in _UNLISTED]
