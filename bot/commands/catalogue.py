"""Which commands exist, who may use them, and which one was meant."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.commands import for_managers, for_members, for_privacy, for_reviewers, setup
from bot.commands.context import Context
from bot.commands.request import Reply
from bot.commands.words import Words
from bot.domain.cards import Card, Small, Table, Text
from bot.domain.text import nearest
from bot.errors import InputError


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand of `/qotd`."""

    name: str
    usage: str
    summary: str
    #: Who may use it, for people; the services check it.
    who: str
    run: Callable[[Context], Awaitable[Reply]]
    #: The keys it takes as `key=value`; None: any.
    options: frozenset[str] | None = frozenset({"series"})
    #: How many words it takes at most; None: any, and it says itself what it does not understand.
    words: int | None = 0


_ROUND = frozenset({"series", "round"})
_ALL = (
    Command(
        "leaderboard",
        "[PERIOD] [everywhere]",
        "the board of a week, month, quarter …",
        "everyone",
        for_members.leaderboard,
        words=None,
    ),
    Command("me", "", "your streak, points, rank and practice, for you alone", "everyone", for_members.me),
    Command("result", "", "how you did in the last question, for you alone", "everyone", for_members.result),
    Command(
        "dispute",
        "REASON",
        "doubt your grade in the last question",
        "everyone",
        for_members.dispute,
        options=_ROUND,
        words=None,
    ),
    Command("flag", "REASON", "say that the current question is wrong", "everyone", for_members.flag, words=None),
    Command(
        "privacy",
        "[hide|show|export|erase]",
        "your data: hidden, copied, deleted",
        "everyone",
        for_privacy.privacy,
        words=2,
    ),
    Command("preview", "[N]", "the next slots", "everyone", for_members.preview, words=None),
    Command(
        "best",
        "MEMBER",
        "choose the best answer of the open or last question",
        "reviewers",
        for_reviewers.best,
        words=None,
    ),
    Command(
        "grade",
        "MEMBER PERCENT REASON [round=NUMBER]",
        "correct a grade of the last question, or of the round of that number",
        "reviewers",
        for_reviewers.grade,
        options=_ROUND,
        words=None,
    ),
    Command(
        "disputes",
        "[keep MEMBER REASON] [round=NUMBER]",
        "grades that members doubt, and your decision to keep one",
        "reviewers",
        for_reviewers.disputes,
        options=_ROUND,
        words=None,
    ),
    Command(
        "setup",
        "[KEY=VALUE …]",
        "set up a series (administrators only), or change one",
        "managers",
        setup.setup,
        options=None,
    ),
    Command("pause", "[until DAY]", "stop asking", "managers", for_managers.pause, words=None),
    Command("resume", "", "ask again", "managers", for_managers.resume),
    Command("skip", "", "skip the next slot", "managers", for_managers.skip),
    Command("unskip", "", "take the skip back", "managers", for_managers.unskip),
    Command("open", "", "ask today's question now", "managers", for_managers.open_now),
    Command("close", "", "close the open question now", "managers", for_managers.close),
    Command("reveal", "", "post what is owed and was refused so far", "managers", for_managers.reveal),
    Command(
        "queue", "[add|first|remove|move …]", "questions that go ahead", "managers", for_managers.queue, words=None
    ),
    Command(
        "flags",
        "[keep|retire QUESTION]",
        "what members doubt, and your decision",
        "managers",
        for_managers.flags,
        words=2,
    ),
    Command("exclude", "MEMBER", "keep somebody off the boards", "managers", for_managers.exclude, words=None),
    Command("include", "MEMBER", "let them appear again", "managers", for_managers.include, words=None),
    Command("stats", "[PERIOD]", "who takes part", "managers", for_managers.stats, words=None),
)


async def _help(_context: Context) -> Reply:
    return Reply(help_card())


def help_card() -> Card:
    """Explain the commands, from those that exist."""
    rows = tuple((f"{c.name} {c.usage}".strip(), c.summary, c.who) for c in COMMANDS.values())
    quiz = (
        "`/aws-quiz [topic] [level]` asks you in private what you need most, before you forget it.\n\n"
        "`/aws-quiz exam [n]` asks ten, or n, without feedback until the end. `/aws-quiz nudge on 9:00` reminds you. "
        "`/aws-quiz privacy` exports or erases what is kept of you."
    )
    several = Small("Where a channel has several series, add series=NAME.")
    header = ("/qotd …", "What it does", "Who")
    return Card("Askaday", (Text(quiz), Table(header, rows), several))


COMMANDS: Mapping[str, Command] = {
    command.name: command for command in (*_ALL, Command("help", "", "this list", "everyone", _help, words=None))
}


def find(name: str) -> Command:
    """Give the command of that name.

    Raises:
        InputError: there is none; the hint names the nearest.
    """
    command = COMMANDS.get(name.casefold())
    if command is None:
        hint = nearest(name, list(COMMANDS), before="/qotd ") or "`/qotd help` lists what there is."
        raise InputError(f"There is no command {name!r}.", hint=hint)
    return command


def check_words(command: Command, words: Words) -> None:
    """Refuse words the command has no use for: whoever typed them expects something else of it.

    Raises:
        InputError: there are more than it takes, with its usage as the hint, or a key is given twice.
    """
    if command.options is not None:  # whoever takes any says so together with what else is wrong
        words.check_once()
    if command.words is not None and len(words.words) > command.words:
        surplus = " ".join(words.words[command.words :])
        usage = f"{command.name} {command.usage}".strip()
        raise InputError(f"`/qotd {command.name}` does not take {surplus!r}.", hint=f"Write `/qotd {usage}`.")
