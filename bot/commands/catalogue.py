"""Which commands exist, who may use them, and which one was meant."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.commands import manager, member, reviewer, setup
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


_ALL = (
    Command("leaderboard", "[PERIOD]", "the board of a week, month, quarter or all time", "everyone", member.leaderboard),
    Command("me", "", "your streak, points and rank, for you alone", "everyone", member.me),
    Command("result", "", "how you did in the last question, for you alone", "everyone", member.result),
    Command("flag", "REASON", "say that the current question is wrong", "everyone", member.flag),
    Command("privacy", "[hide|show|export|erase]", "your data: off the boards, copied, deleted", "everyone", member.privacy),
    Command("preview", "[N]", "the next slots", "everyone", member.preview),
    Command("best", "MEMBER", "choose the best answer of the last question", "reviewers", reviewer.best),
    Command("grade", "MEMBER PERCENT REASON", "correct a grade of the last question", "reviewers", reviewer.grade),
    Command("setup", "[KEY=VALUE …]", "set up or change a series", "administrators", setup.setup),
    Command("pause", "[until DAY]", "stop asking", "managers", manager.pause),
    Command("resume", "", "ask again", "managers", manager.resume),
    Command("skip", "", "skip the next slot", "managers", manager.skip),
    Command("unskip", "", "take the skip back", "managers", manager.unskip),
    Command("open", "", "ask today's question now", "managers", manager.open_now),
    Command("close", "", "close the open question now", "managers", manager.close),
    Command("queue", "[add|first|remove|move …]", "questions that go ahead", "managers", manager.queue),
    Command("flags", "[keep|retire QUESTION]", "what members doubt, and your decision", "managers", manager.flags),
    Command("exclude", "MEMBER", "keep somebody off the boards", "managers", manager.exclude),
    Command("include", "MEMBER", "let them appear again", "managers", manager.include),
    Command("stats", "[PERIOD]", "who takes part", "managers", manager.stats),
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
