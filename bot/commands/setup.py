"""Setting a series up."""

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

_FORM = (
    ("name", "what the series is called here", "daily"),
    ("packs", "packs it draws from", "aws"),
    ("zone", "time zone", "Europe/Berlin"),
    ("at", "local time of the question", "09:00"),
    ("days", "weekdays", "mon-fri"),
    ("every", "every n-th week, counted from the week of `from`", "1"),
    ("holidays", "country or country-region whose holidays are free", "DE-BY"),
    ("skip", "single days without a question", "2030-12-27,2030-12-30"),
    ("closes", "when answers stop counting", "next, next 08:30, at 17:00 or after 8h"),
    ("answers", "open in the thread, or sealed until the reveal", "open"),
    ("grader", "how answers are graded", "keypoints"),
    ("remind", "reminder before the close", "1h"),
    ("grace", "how late a missed question still comes", "4h"),
    ("topics", "weights of topics", "security:3,cost:2"),
    ("levels", "mix of levels", "foundation:1,associate:2"),
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
    name = (form.get("name") or form.get("series") or "daily").strip()
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise FormError({"name": f"is at most {_LONGEST_NAME} printable characters, for example name=daily."})
    existing = services.managing.named(tx, context.actor.workspace, name)
    base = existing.settings if existing else None
    settings = read_settings(form, base, graders=services.graders)
    channel = form.get("channel", existing.channel if existing else context.request.channel).strip("<#>")
    return services.managing.set_up(tx, context.actor, name, channel.partition("|")[0], settings)


def _form_card(context: Context) -> Card:
    example = f"/{context.services.qotd} setup packs=aws zone=Europe/Berlin at=09:00 days=mon-fri holidays=DE"
    text = Text(
        f"Only `packs` and `zone` are needed. Values with blanks go in quotation marks.\n\n```text\n{example}\n```"
    )
    return Card("Set up a series", (text, Table(("Setting", "What it is", "Example"), _FORM)))
