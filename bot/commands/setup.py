"""Setting a series up."""

from dataclasses import replace

from bot.commands.context import Context
from bot.commands.request import Reply
from bot.commands.settings_form import read_settings
from bot.domain.cards import Card, Table, Text
from bot.domain.notices import series_card
from bot.domain.series import Series
from bot.errors import FormError
from bot.ports.store import Transaction

_SLOTS_SHOWN = 5
_LONGEST_NAME = 40
_DEFAULT_NAME = "daily"

_FORM = (
    ("name", "what the series is called here", "daily"),
    ("packs", "packs it draws from", "aws"),
    ("zone", "time zone", "Europe/Berlin"),
    ("at", "local time of the question", "09:00"),
    ("days", "weekdays", "mon-fri"),
    ("every", "every n-th week, counted from the week of the setting “from”", "1"),
    ("from", "a day of the first of those weeks", "2030-01-07"),
    ("holidays", "country or country-region whose holidays are free", "DE-BY"),
    ("skip", "single days without a question", "2030-12-27,2030-12-30"),
    ("closes", "when answers stop counting", "next, next 08:30, at 17:00 or after 8h"),
    ("answers", "open in the thread, or sealed until the reveal", "open"),
    ("grader", "how answers are graded", "keypoints"),
    ("remind", "reminder before the close", "1h"),
    ("grace", "how late a missed question still comes", "4h"),
    ("topics", "weights of topics", "security:3,cost:2"),
    ("levels", "mix of levels", "foundation:1,associate:2"),
    ("cooldown", "questions until one may come again", "20"),
    ("lowpool", "warn managers when so few new questions are left", "5"),
    ("points", "for taking part, for a full score, for the best answer", "2,8,2"),
    ("channel", "where it asks; without it, the channel you are in", "#general"),
    ("managers", "who may run it", "@ana,@bo"),
    ("reviewers", "who may grade", "@cy"),
)


async def setup(context: Context) -> Reply:
    """Set up the channel's series, or change it; without settings, show the form."""
    form = context.words.options
    if not form:
        return Reply(_form_card(context))

    def work(tx: Transaction) -> Card:
        series = set_up(tx, context)
        slots = context.services.managing.preview(tx, series, _SLOTS_SHOWN)
        return series_card(series, slots, f"{series.name} is set up")

    return Reply(await context.services.store.call(work))


def set_up(tx: Transaction, context: Context) -> Series:
    """Create or change the series that the form names."""
    services, form = context.services, context.words.options
    name, existing = _meant(tx, context)
    base = existing.settings if existing else None
    settings = read_settings(form, base, graders=services.graders)
    settings = replace(
        settings,
        managers=_ids(tx, context.actor.workspace, settings.managers),
        reviewers=_ids(tx, context.actor.workspace, settings.reviewers),
    )
    channel = form.get("channel", existing.channel if existing else context.request.channel).strip("<#>")
    return services.managing.set_up(tx, context.actor, name, channel.partition("|")[0], settings)


def _meant(tx: Transaction, context: Context) -> tuple[str, Series | None]:
    """Give the name of the series that is meant and, if there is one already, the series itself.

    Without a name it is the channel's; a series of another channel is never changed without being named.
    """
    form, managing = context.words.options, context.services.managing
    name = (form.get("name") or form.get("series") or "").strip()
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise FormError({"name": f"is at most {_LONGEST_NAME} printable characters, for example name=daily."})
    if name:
        return name, managing.named(tx, context.actor.workspace, name)
    here = [s for s in tx.series.of_workspace(context.actor.workspace) if s.channel == context.request.channel]
    if here:
        existing = context.series(tx)
        return existing.name, existing
    if managing.named(tx, context.actor.workspace, _DEFAULT_NAME):
        raise FormError({"name": f"is needed, because {_DEFAULT_NAME} is in another channel; for example name=weekly."})
    return _DEFAULT_NAME, None


def _ids(tx: Transaction, workspace: str, named: frozenset[str]) -> frozenset[str]:
    """Replace the names of known members with their ids; what is none of theirs stays: it may be a group's id."""
    found = {name: tx.members.find(workspace, name) for name in named}
    return frozenset(members[0].member if len(members) == 1 else name for name, members in found.items())


def _form_card(context: Context) -> Card:
    example = f"/{context.services.qotd} setup packs=aws zone=Europe/Berlin at=09:00 days=mon-fri holidays=DE"
    text = Text(
        f"Only `packs` and `zone` are needed. Values with blanks go in quotation marks.\n\n```text\n{example}\n```"
    )
    return Card("Set up a series", (text, Table(("Setting", "What it is", "Example"), _FORM)))
