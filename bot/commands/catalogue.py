"""Which commands exist, who may use them, and which one was meant."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.cards.statistics.views import TYPED
from bot.commands import for_managers, for_members, for_privacy, for_reviewers
from bot.commands.arguments import Argument, Kind, typed
from bot.commands.authoring import marking, review, suggest
from bot.commands.context import Context
from bot.commands.explaining.help_page import help_card, help_page, readers
from bot.commands.records import digest
from bot.commands.records.audit import audit
from bot.commands.records.stats import stats
from bot.commands.request import Reply, Request
from bot.commands.setting_up import setup
from bot.commands.setting_up.settings import SETTINGS
from bot.commands.words import split
from bot.domain.practice.exams import SIZES
from bot.domain.question import Level
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
    #: What it takes, in the order in which it is typed.
    arguments: tuple[Argument, ...] = ()

    @property
    def is_for_managers(self) -> bool:
        """Say on which side it is, where managers have a command of their own."""
        return self.who == "managers"


def _setting(key: str) -> Argument:
    row = SETTINGS[key]
    return Argument(key, f"{row.hint[0].upper()}{row.hint[1:]}", row.kind, is_key=True)


SERIES = Argument("series", "Which series, where there are several", Kind.SERIES, is_key=True)
_ROUND = Argument(
    "round",
    "The number of a round; without it, the last one",
    Kind.NUMBER,
    between=(0, 10**15),
    sought="number of a round",
    example="round=7",
    is_key=True,
)
_PERIOD = Argument("period", "For example week, last month, 2026-Q1 or all", Kind.PERIOD, is_phrase=True)
_MEMBER = Argument("member", "Who", Kind.MEMBER, is_required=True, is_phrase=True)
_REASON = Argument("reason", "Why, in a sentence", is_required=True, is_phrase=True)
#: Of `/aws-quiz`, which reads what is typed in whatever order.
QUIZ = (
    Argument("topic", "What it is about", Kind.TOPIC),
    Argument("level", "How hard it is", choices=tuple(Level)),
    Argument("exam", "Several in a row with a mark at the end: how many", Kind.NUMBER, between=(SIZES[0], SIZES[-1])),
    Argument(
        "privacy",
        "What is kept of you: see it, export it, erase it, or have nothing kept",
        choices=(for_privacy.MY_DATA, "leave", "return", "export", "erase"),
    ),
    Argument("nudge", "A reminder of what is due: on 09:00, or off"),
)
_ALL = (
    Command(
        "leaderboard",
        "[PERIOD] [everywhere]",
        "the board of a week, month, quarter …",
        "everyone",
        for_members.leaderboard,
        (_PERIOD, Argument("everywhere", "All series of this server together", Kind.YES_NO), SERIES),
    ),
    Command(
        "me",
        "[PERIOD]",
        "your streak, points, rank and practice, and what managers see of you; for you alone",
        "everyone",
        for_members.me,
        (_PERIOD, SERIES),
    ),
    Command("dashboard", "", "your figures in a browser, by a link for you alone", "everyone", for_members.dashboard),
    Command("result", "", "how you did in the last question, for you alone", "everyone", for_members.result, (SERIES,)),
    Command(
        "past",
        "[WORDS]",
        "questions that were revealed, with their answers and how you did",
        "everyone",
        for_members.past,
        (Argument("words", "A topic, or words of the question or its answer", is_phrase=True), SERIES),
    ),
    Command(
        "dispute",
        "REASON",
        "doubt your grade in the last question",
        "everyone",
        for_members.dispute,
        (_REASON, _ROUND, SERIES),
    ),
    Command(
        "flag", "REASON", "say that the current question is wrong", "everyone", for_members.flag, (_REASON, SERIES)
    ),
    Command(
        "away",
        "[MEMBER] [until DAY] [off]",
        "say that you are away: no reminders, and your streak stays",
        "everyone",
        for_members.away,
        (
            Argument(
                "until", "The first day back, like monday or 2030-01-07", word="until", is_phrase=True, example="monday"
            ),
            Argument("member", "Somebody else, for managers; without it, yourself", Kind.MEMBER, is_phrase=True),
            Argument("off", "Be back now", Kind.YES_NO),
        ),
    ),
    Command(
        "suggest",
        "",
        "suggest a question of your own",
        "everyone",
        suggest.suggest,
        (
            Argument("title", "The situation, in 2 to 6 words", is_key=True),
            Argument("prompt", "What people are asked", is_key=True),
            Argument("answer", "What the reveal says", is_key=True),
            Argument("topic", "What it is about, in one word", is_key=True),
            Argument("choices", "What can be chosen, one a line, a star before what is right", is_key=True),
        ),
    ),
    Command("suggestions", "", "your questions that wait for a reviewer", "everyone", suggest.own),
    Command(
        "privacy",
        "[hide|show|leave|return|export|erase]",
        "your data: hidden, not kept at all, copied, deleted",
        "everyone",
        for_privacy.privacy,
        (
            Argument(
                "action",
                "What to do with your data",
                choices=("hide", "show", "leave", "return", "export", "erase"),
                is_phrase=True,
            ),
            SERIES,
        ),
    ),
    Command(
        "preview",
        "[N]",
        "the next slots",
        "everyone",
        for_members.preview,
        (
            Argument(
                "number",
                "How many slots",
                Kind.NUMBER,
                between=(1, 20),
                sought="number from 1 to 20",
                example="/qotd preview 5",
                is_phrase=True,
            ),
            SERIES,
        ),
    ),
    Command(
        "best",
        "MEMBER",
        "choose the best answer of the open or last question",
        "reviewers",
        for_reviewers.best,
        (_MEMBER, SERIES),
    ),
    Command(
        "grade",
        "MEMBER PERCENT REASON [round=NUMBER]",
        "correct a grade of the last question, or of the round of that number",
        "reviewers",
        for_reviewers.grade,
        (
            replace(_MEMBER, is_phrase=False),
            Argument(
                "percent",
                "The right grade",
                Kind.PERCENT,
                is_required=True,
                between=(0, 100),
                sought="percentage from 0 to 100",
                example="80%",
            ),
            _REASON,
            _ROUND,
            SERIES,
        ),
    ),
    Command(
        "review",
        "[answers] [round=NUMBER]",
        "all that waits for you: suggestions, claims, disputes, flags; or answers one by one",
        "reviewers",
        review.review,
        (Argument("what", "What to look at", choices=("answers",)), _ROUND, SERIES),
    ),
    Command(
        "disputes",
        "[keep MEMBER REASON] [round=NUMBER]",
        "grades that members doubt, and your decision to keep one",
        "reviewers",
        for_reviewers.disputes,
        (
            Argument("keep", "Whose grade stays as it is", Kind.MEMBER, word="keep"),
            Argument("reason", "Why it stays", is_phrase=True),
            _ROUND,
            SERIES,
        ),
    ),
    Command(
        "wordings",
        "",
        "what your decisions added to the rubrics, and taking it back",
        "reviewers",
        for_reviewers.wordings,
        (SERIES,),
    ),
    Command(
        "regrade",
        "[round=NUMBER]",
        "grade the last question again with what was added, or the round of that number",
        "reviewers",
        for_reviewers.regrade,
        (_ROUND, SERIES),
    ),
    Command(
        "setup",
        "[KEY=VALUE …]",
        "set up a series, or change one",
        "managers",
        setup.setup,
        (
            _setting("packs"),
            _setting("zone"),
            _setting("channel"),
            Argument("settings", "Other settings as key=value; without any option a form opens", Kind.SETTINGS),
            SERIES,
        ),
    ),
    Command(
        "pause",
        "[until DAY]",
        "stop asking",
        "managers",
        for_managers.pause,
        (
            Argument("until", "The first day on which it asks again, like 2030-01-07", is_phrase=True),
            SERIES,
        ),
    ),
    Command("resume", "", "ask again", "managers", for_managers.resume, (SERIES,)),
    Command("skip", "", "skip the next slot", "managers", for_managers.skip, (SERIES,)),
    Command("unskip", "", "take the skip back", "managers", for_managers.unskip, (SERIES,)),
    Command("open", "", "ask today's question now", "managers", for_managers.open_now, (SERIES,)),
    Command("close", "", "close the open question now", "managers", for_managers.close, (SERIES,)),
    Command("reveal", "", "post what is owed and was refused so far", "managers", for_managers.reveal, (SERIES,)),
    Command(
        "queue",
        "[add|first|remove|move …]",
        "questions that go ahead",
        "managers",
        for_managers.queue,
        (Argument("change", "add, first, remove or move, and a question", is_phrase=True), SERIES),
    ),
    Command(
        "flags",
        "[keep|retire QUESTION]",
        "what members doubt, and your decision",
        "managers",
        for_managers.flags,
        (
            Argument("decision", "What becomes of a question", choices=("keep", "retire")),
            Argument("question", "Which question"),
            SERIES,
        ),
    ),
    Command(
        "void",
        "REASON [round=NUMBER]",
        "let the last question count for nobody; streaks stay",
        "managers",
        marking.void,
        (_REASON, _ROUND, SERIES),
    ),
    Command("unvoid", "[round=NUMBER]", "let it count again", "managers", marking.unvoid, (_ROUND, SERIES)),
    Command("exclude", "MEMBER", "keep somebody off the boards", "managers", for_managers.exclude, (_MEMBER, SERIES)),
    Command("include", "MEMBER", "let them appear again", "managers", for_managers.include, (_MEMBER, SERIES)),
    Command(
        "stats",
        f"[{'|'.join(TYPED)}] [PERIOD]",
        "who takes part, what the team knows, and which questions need a look",
        "managers",
        stats,
        (
            Argument("view", "What of it; without it, the team", choices=tuple(TYPED), is_optional_word=True),
            _PERIOD,
            SERIES,
        ),
    ),
    Command(
        "digest",
        "[on|DAY TIME [ZONE]|off]",
        "what changed in a week, by direct message",
        "managers",
        digest.digest,
        (Argument("when", "on, off, or a day and an hour like friday 16:00", is_phrase=True), SERIES),
    ),
    Command("audit", "[PERIOD]", "what was changed, by whom and when", "managers", audit, (_PERIOD, SERIES)),
)


_WORKSPACE = Command(
    "workspace",
    "[setup=inviters|administrators] [floor=3|5|none] [people=levels|scores] [retention=DAYS]",
    "who may set up series here, what figures show, how long messages are kept (administrators only)",
    "managers",
    for_managers.workspace,
    (
        *(
            Argument(key, about, choices=for_managers.WORKSPACE_CHOICES[key], is_key=True)
            for key, about in (
                ("setup", "Who may set up series"),
                ("floor", "How many people an average needs before it is shown"),
                ("people", "Whether managers see how people do in levels, or their scores"),
            )
        ),
        Argument("retention", "Days after which messages of threads are deleted, like 90, or default", is_key=True),
    ),
)


async def _help(context: Context) -> Reply:
    who = await context.services.store.call(readers, context.actor)
    return Reply(help_card(help_page(COMMANDS.values(), who)))


COMMANDS: Mapping[str, Command] = {
    command.name: command for command in (*_ALL, _WORKSPACE, Command("help", "", "this list", "everyone", _help))
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


def understood(request: Request) -> tuple[Command, Mapping[str, Any]]:
    """Give the command that is meant, and its arguments by name.

    Raises:
        InputError: there is none of that name, or it has no use for a word: whoever typed that expects something else.
    """
    said = split(request.text).words
    command = find(said[0] if said else "help")
    if request.values is not None:
        return command, request.values
    if command.name == "help":
        return command, {}
    # Options may stand before it.
    rest = re.sub(rf"(?<!\S){re.escape(said[0])}(?!\S)", "", request.text, count=1).strip()
    given, surplus = typed(command.arguments, rest)
    if surplus:
        usage = f"{command.name} {command.usage}".strip()
        raise InputError(f"/qotd {command.name} does not take {surplus!r}.", hint=f"Write `/qotd {usage}`.")
    return command, given
