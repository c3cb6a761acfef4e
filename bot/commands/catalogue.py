"""Which commands exist, who may use them, and which one was meant."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.commands import for_managers, for_members, for_reviewers, setup
from bot.commands.context import Context
from bot.commands.request import Reply
from bot.commands.words import nearest
from bot.domain.cards import Card, Small, Table, Text
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


_ALL = (
    Command("leaderboard", "[PERIOD]", "the board of a week, month, quarter …", "everyone", for_members.leaderboard),
    Command("me", "", "your streak, points and rank, for you alone", "everyone", for_members.me),
    Command("result", "", "how you did in the last question, for you alone", "everyone", for_members.result),
    Command("flag", "REASON", "say that the current question is wrong", "everyone", for_members.flag),
    Command(
        "privacy", "[hide|show|export|erase]", "your data: hidden, copied, deleted", "everyone", for_members.privacy
    ),
    Command("preview", "[N]", "the next slots", "everyone", for_members.preview),
    Command("best", "MEMBER", "choose the best answer of the open or last question", "reviewers", for_reviewers.best),
    Command("grade", "MEMBER PERCENT REASON", "correct a grade of the last question", "reviewers", for_reviewers.grade),
    Command(
        "setup",
        "[KEY=VALUE …]",
        "set up a series (administrators only), or change one",
        "managers",
        setup.setup,
        options=None,
    ),
    Command("pause", "[until DAY]", "stop asking", "managers", for_managers.pause),
    Command("resume", "", "ask again", "managers", for_managers.resume),
    Command("skip", "", "skip the next slot", "managers", for_managers.skip),
    Command("unskip", "", "take the skip back", "managers", for_managers.unskip),
    Command("open", "", "ask today's question now", "managers", for_managers.open_now),
    Command("close", "", "close the open question now", "managers", for_managers.close),
    Command("queue", "[add|first|remove|move …]", "questions that go ahead", "managers", for_managers.queue),
    Command("flags", "[keep|retire QUESTION]", "what members doubt, and your decision", "managers", for_managers.flags),
    Command("exclude", "MEMBER", "keep somebody off the boards", "managers", for_managers.exclude),
    Command("include", "MEMBER", "let them appear again", "managers", for_managers.include),
    Command("stats", "[PERIOD]", "who takes part", "managers", for_managers.stats),
)


async def _help(context: Context) -> Reply:
    rows = tuple((f"{c.name} {c.usage}".strip(), c.summary, c.who) for c in COMMANDS.values())
    quiz = f"`/{context.services.quiz} [topic] [level]` asks you a question in private, whenever you like."
    several = Small("Where a channel has several series, add series=NAME.")
    header = (f"/{context.services.qotd} …", "What it does", "Who")
    return Reply(Card("Askaday", (Text(quiz), Table(header, rows), several)))


COMMANDS: Mapping[str, Command] = {
    command.name: command for command in (*_ALL, Command("help", "", "this list", "everyone", _help))
}


def find(name: str) -> Command:
    """Give the command of that name.

    Raises:
        InputError: there is none; the hint names the nearest.
    """
    command = COMMANDS.get(name.casefold())
    if command is None:
        hint = nearest(name, list(COMMANDS)) or "`help` lists what there is."
        raise InputError(f"There is no command {name!r}.", hint=hint)
    return command
