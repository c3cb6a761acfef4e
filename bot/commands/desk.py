"""The one door for people: what they type, press and fill in arrives here, and what they read comes from here."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.cards.access import appointed_card
from bot.cards.board import place_card
from bot.cards.choices import DROP
from bot.cards.drill import RATINGS, SURENESSES
from bot.cards.forms import AnswerForm, FieldsForm
from bot.cards.notices.greetings import greeting_card
from bot.cards.question import answer_kept_card, hint_card
from bot.cards.statistics.digest import DIGEST_OFF
from bot.cards.statistics.views import FILED, View
from bot.commands import catalogue, claiming, for_managers, for_members, for_privacy, for_reviewers, forms, on_messages
from bot.commands.arguments import Argument
from bot.commands.authoring import packs
from bot.commands.authoring import suggest as suggesting
from bot.commands.authoring.presses import OF_AUTHORING
from bot.commands.completion import completed
from bot.commands.context import Context, series_of
from bot.commands.explaining.help_page import HelpPage, help_page, readers
from bot.commands.for_members import disputed_card, flagged_card, rated_card
from bot.commands.forms import SetupForm
from bot.commands.pages.pages import Pages
from bot.commands.problems import problem_card, told
from bot.commands.quiz import drill as quiz
from bot.commands.quiz import exam as quiz_exam
from bot.commands.records import audit, digest, stats
from bot.commands.request import OnMessage, OpenedForm, Press, Reply, Request, SentFile
from bot.commands.setting_up.setup import ask, save_form
from bot.domain.card import Card
from bot.domain.judging.options import LETTERS
from bot.domain.judging.wordings import Saying
from bot.domain.members import Actor
from bot.domain.reporting import HomeFigures
from bot.domain.rounds import Round
from bot.domain.series import may_manage
from bot.domain.target import Target
from bot.errors import AskadayError, InputError, NotSetUpError, RefusedError, RightsError
from bot.ports.store import Transaction
from bot.services.rights import may_set_up
from bot.services.rounds.responding import letters_response
from bot.services.services import Services

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers people, the same on every platform; everything it says names the commands as the operator chose."""

    services: Services
    #: What pages show.
    pages: Pages

    async def run(self, request: Request) -> Reply:
        """Run a typed command.

        Raises:
            AskadayError: it was not understood, or refused; the message and hint are for who asked.
        """
        request = replace(request, actor=await self.services.store.call(self._met, request.actor))
        names = self.services.names
        word = request.word.casefold()
        # Where managers have a command of their own, people and clients may still know the other one.
        if word not in (names.qotd, names.manage, names.quiz):
            hint = f"There are /{names.qotd} and /{names.quiz}."
            raise InputError(f"There is no command /{request.word}.", hint=hint)
        run = quiz.ask if word == names.quiz else _run_subcommand
        reply = await self._reply(request.actor, run(self.services, request))
        await self.services.store.call(self.services.meeting.used, request.actor)
        return reply

    async def greeting(self, actor: Actor, channel: str = "", *, is_file: bool = False) -> Card:
        """Say what Askaday can do, to somebody who wrote to it: in a channel, or (empty) directly, perhaps a file."""

        def work(tx: Transaction) -> Card:
            who = self.services.recognising.known(tx, actor)
            runs = (may_manage(who, one.settings) for one in tx.series.of_workspace(actor.workspace))
            invited = channel or next(iter(tx.access.invited_to(actor.workspace, actor.member)), "")
            return greeting_card(invited, can_set_up=may_set_up(tx, who, channel) or any(runs), is_file=is_file)

        return self.services.naming(actor.workspace).in_card(await self.services.store.call(work))

    async def appoint(self, actor: Actor, digest: str) -> Card:
        """Make whoever sent the word of `askaday claim` an administrator; `digest` is the word's (`digest_in`)."""
        try:
            workspace = await self._named(actor, self.services.appointing.appoint(actor, digest))
        except AskadayError as error:
            return self.problem(error, actor.workspace)
        return self.services.naming(workspace).in_card(appointed_card(workspace))

    async def receive(self, actor: Actor, file: SentFile) -> Card | None:
        """Read a file that somebody sent directly: a pack, or a bank that becomes one; show it before it is used.

        None: they run no series there, and nothing was fetched.
        """
        try:
            card = await packs.receive(self.services, await self._known(actor), file)
        except RightsError:
            return None
        except AskadayError as error:
            return self.problem(error, actor.workspace)
        return self.services.naming(actor.workspace).in_card(card)

    async def press(self, press: Press) -> Reply:
        """Do what a button of a card says.

        Raises:
            AskadayError: it was refused; the message and hint are for who pressed.
        """
        return await self._reply(press.actor, self._press(press))

    async def choose_best(self, meant: OnMessage) -> Reply:
        """Choose a message's author's answer as the best one.

        Raises:
            AskadayError: it was refused; the message and hint are for who chose it.
        """
        meant = replace(meant, actor=await self._known(meant.actor))
        return await self._reply(meant.actor, on_messages.choose_best(self.services, meant))

    async def flag_target(self, meant: OnMessage) -> str:
        """Give what a `flag` form is opened for, in the menu of a message.

        Raises:
            AskadayError: the message belongs to no question.
        """
        return await self._named(meant.actor, self.services.store.call(on_messages.flag_target, meant))

    async def answer_form(self, actor: Actor, target: str) -> AnswerForm:
        """Give the form of an `answer`, `why` or `away` action.

        Raises:
            AskadayError: there is nothing to answer; the message and hint are for who pressed.
        """
        work = self.services.store.call(forms.answer_form, self.services, actor, target)
        return await self._named(actor, work)

    async def fields_form(self, actor: Actor, channel: str, action: str, target: str = "") -> FieldsForm:
        """Give the form of an action of `bot.cards.forms.FIELD_FORMS`.

        Raises:
            AskadayError: there is nothing to fill in, or not for them; the message and hint are for who pressed.
        """
        return await self._form(actor, OpenedForm(channel, action, target))

    async def suggestion_form(self, meant: OnMessage) -> FieldsForm:
        """Give the form of a new suggestion, with a message or its thread as the draft, in the menu of that message.

        Raises:
            AskadayError: they may suggest nothing now; the message and hint are for who chose it.
        """
        opened = OpenedForm(meant.channel, "suggest", draft=on_messages.draft(meant))
        return await self._form(meant.actor, opened)

    async def _form(self, actor: Actor, opened: OpenedForm) -> FieldsForm:
        who = await self._known(actor)
        work = self.services.store.call(suggesting.form, self.services, who, opened)
        return await self._named(actor, work)

    async def setup_form(self, actor: Actor, channel: str, target: str = "") -> SetupForm:
        """Give the form of a `setup` action: for what it names, else for the channel's only series, else for a new one.

        Raises:
            AskadayError: it is not for them, or they have to say which series; message and hint are for who pressed.
        """
        meant = Target.read(target).channel or channel
        who = await self.services.recognising.in_channel(await self._known(actor), meant)
        work = self.services.store.call(forms.setup_form, self.services, who, meant, target)
        return await self._named(actor, work)

    async def save_setup(
        self, actor: Actor, channel: str, values: Mapping[str, str], *, target: str, opened: Mapping[str, str]
    ) -> Reply:
        """Save a form that `setup_form` described; `target` and `opened` are that description's.

        Raises:
            AskadayError: fields are not understood, or it was refused; the message and hint are for who saved.
        """
        request = Request(await self._known(actor), channel, self.services.names.qotd, "setup")
        context = Context(self.services, request, values)
        return await self._reply(actor, save_form(context, target, opened))

    async def home(self, actor: Actor) -> HomeFigures:
        """Give what a member sees at a glance."""
        who = await self._known(actor)
        return await self._named(actor, self.services.store.read(self.services.home.figures, who))

    async def complete(self, workspace: str, argument: Argument, typed: str) -> Sequence[str]:
        """Give the values of an argument that fit what somebody has typed so far."""
        return await completed(self.services, workspace, argument, typed)

    async def help(self, actor: Actor) -> HelpPage:
        """Explain the commands to somebody: those that they may use."""
        who = await self.services.store.call(readers, await self._known(actor))
        return help_page(catalogue.COMMANDS.values(), who).named(self.services.naming(actor.workspace))

    def problem(self, error: Exception, workspace: str = "") -> Card:
        """Say what went wrong with something they asked for; what is no `AskadayError` goes to the log."""
        return problem_card(self.told(error, workspace))

    def told(self, error: Exception, workspace: str = "") -> AskadayError:
        """Give what `problem` says, for who shows it at the fields of a form."""
        said = told(error, workspace)
        # What an adapter itself found wrong never came by here.
        self.services.naming(workspace).rename_in(said)
        return said

    async def _press(self, press: Press) -> Reply:
        press = replace(press, actor=await self.services.store.call(self._met, press.actor))
        reply = await self._handled(press)
        # What is refused makes nobody known, and who erased their data is not met anew by that.
        if press.action not in for_privacy.PRESSES:
            await self.services.store.call(self.services.meeting.did, press.actor, press.channel)
        return reply

    async def _handled(self, press: Press) -> Reply:
        if press.action in _OF_ONE_KIND:
            return await _OF_ONE_KIND[press.action](self.services, press)
        if press.action in _ANYWHERE:
            run, text = _ANYWHERE[press.action]
            return await run(self.services, Request(press.actor, press.channel, "", text))
        target = Target.read(press.target)
        handler = _PRESSES.get((target.kind, press.action))
        if handler is None or target.number is None:
            raise InputError("This button is from an older version.", hint="Use the newest card instead.")
        return await handler(self.services, press, target.number)

    def _met(self, tx: Transaction, actor: Actor) -> Actor:
        """Take over what a member is called now: whatever they do brings it. Give them with the rights they have."""
        tx.members.rename(actor)
        return self.services.recognising.known(tx, actor)

    async def _known(self, actor: Actor) -> Actor:
        """Give who acts with the rights they have in Askaday."""
        return await self.services.store.call(self.services.recognising.known, actor)

    async def _reply(self, actor: Actor, work: Awaitable[Reply]) -> Reply:
        reply = await self._named(actor, work)
        return replace(reply, card=self.services.naming(actor.workspace).in_card(reply.card))

    async def _named(self, actor: Actor, work: Awaitable[T]) -> T:
        """Name the commands in what goes wrong as they are called there."""
        try:
            return await work
        except AskadayError as error:
            if isinstance(error, NotSetUpError):
                await self.services.requesting.explain(actor, error)
            self.services.naming(actor.workspace).rename_in(error)
            raise


async def _run_subcommand(services: Services, request: Request) -> Reply:
    command, given = catalogue.understood(request)
    return await command.run(Context(services, request, given))


async def _answer(services: Services, press: Press, round_id: int) -> Reply:
    def work(tx: Transaction) -> Card:
        services.answering.submit_sealed(tx, press.actor, round_id, press.text)
        played = _round(tx, press, round_id)
        return letters_response(played, press.actor.member, press.text) or answer_kept_card(is_sealed=played.is_sealed)

    return Reply(await services.store.call(work))


async def _hint(services: Services, press: Press, round_id: int) -> Reply:
    played = await services.store.call(_round, press, round_id)
    if played.question is None:
        raise RefusedError("This question was withdrawn.")
    return Reply(hint_card(played.question))


async def _flag(services: Services, press: Press, round_id: int) -> Reply:
    quarantined = await services.store.call(services.flagging.flag_round, press.actor, round_id, press.text)
    return Reply(flagged_card(in_quarantine=quarantined))


async def _dispute(services: Services, press: Press, round_id: int) -> Reply:
    await services.store.call(services.disputing.dispute, press.actor, round_id, press.text)
    return Reply(disputed_card())


async def _mine(services: Services, press: Press, round_id: int) -> Reply:
    return Reply(await services.store.call(services.reviewing.own_result, press.actor, round_id))


async def _everybody(services: Services, press: Press, round_id: int) -> Reply:
    page = Target.read(press.target).page
    return Reply(await services.store.call(services.publishing.everybody, press.actor, round_id, page))


async def _answers(services: Services, press: Press, round_id: int) -> Reply:
    page = Target.read(press.target).page
    return Reply(await services.store.call(services.publishing.answers, press.actor, round_id, page))


async def _rate(services: Services, press: Press, round_id: int) -> Reply:
    is_good = press.action == "good"
    await services.store.call(services.flagging.rate_round, press.actor, round_id, is_good=is_good)
    return Reply(rated_card(is_good=is_good))


async def _place(services: Services, press: Press, round_id: int) -> Reply:
    def read(tx: Transaction) -> Card:
        played = _round(tx, press, round_id)
        series = series_of(tx, press.actor, played.series_id)
        return place_card(series.name, services.reporting.week_of(tx, press.actor, series, played.day))

    return Reply(await services.store.call(read))


async def _run_for_series(services: Services, press: Press, series_id: int) -> Reply:
    """Run the command that the action is called after, for the series it names."""
    series = await services.store.call(series_of, press.actor, series_id)
    request = Request(press.actor, series.channel, services.names.qotd, press.action)
    return await catalogue.find(press.action).run(Context(services, request, {"series": series.name}))


def _round(tx: Transaction, press: Press, round_id: int) -> Round:
    played = tx.rounds.get(round_id)
    if played is None or played.workspace != press.actor.workspace:
        raise RefusedError("This question does not exist here.")
    return played


#: What stands on cards that are about nothing in particular: the command that it stands for.
_ANYWHERE: Mapping[str, tuple[Callable[[Services, Request], Awaitable[Reply]], str]] = {
    "practise": (quiz.ask, ""),
    "help": (_run_subcommand, "help"),
}
#: What is done the same whatever it is about.
_OF_ONE_KIND: Mapping[str, Callable[[Services, Press], Awaitable[Reply]]] = {
    **dict.fromkeys(for_members.CONTACTS, for_members.contact),
    **dict.fromkeys(for_members.AWAY_OR_BACK, for_members.away_or_back),
    **dict.fromkeys(quiz.STEPS, quiz.onward),
    **dict.fromkeys(for_privacy.PRESSES, for_privacy.pressed),
    "ask": ask,
    "practise-weak": quiz.practise_weak,
    "suggest": suggesting.send,
}
#: "I said that", and which of several points it is.
_CLAIMS = ("claim", "said")
_PRESSES: Mapping[tuple[str, str], Callable[[Services, Press, int], Awaitable[Reply]]] = {
    ("round", "answer"): _answer,
    ("round", "hint"): _hint,
    ("round", "flag"): _flag,
    ("round", "mine"): _mine,
    ("round", "place"): _place,
    ("round", "whole"): for_members.whole,
    ("round", "dispute"): _dispute,
    **{("round", name): claiming.claim_in_round for name in _CLAIMS},
    **{("drill", name): claiming.claim_in_drill for name in _CLAIMS},
    **{("claim", name): for_reviewers.decide for name in ("accept", "learn", "refuse")},
    ("claim", "keep"): for_reviewers.keep,
    **{("claim", name): for_reviewers.pass_on for name in ("later", "single")},
    **{("round", saying.value): for_reviewers.teach for saying in Saying},
    ("wording", "remove"): for_reviewers.take_back,
    ("series", "wordings"): for_reviewers.older_wordings,
    ("round", "everybody"): _everybody,
    ("round", "answers"): _answers,
    ("round", "good"): _rate,
    ("round", "bad"): _rate,
    ("round", "quick"): for_members.quick,
    **{("round", name): for_members.take for letter in LETTERS for name in (letter, f"{DROP}{letter}")},
    ("why", "why"): for_members.why,
    ("drill", "answer"): quiz.answer,
    ("drill", "show"): quiz.show,
    ("drill", "hint"): quiz.hint,
    ("drill", "flag"): quiz.flag,
    ("drill", "share"): quiz.share,
    ("drill", "choices"): quiz.choices,
    ("drill", "done"): quiz.done,
    ("probe", "answer"): quiz.answer_probe,
    ("probe", "skip"): quiz.show,
    ("drill", "pass"): quiz_exam.pass_over,
    ("drill", "end"): quiz_exam.end,
    **{("drill", letter): quiz.choose for letter in LETTERS},
    **{("drill", name): quiz.sure for name in SURENESSES},
    **{("drill", name): quiz.rate for name in RATINGS},
    **OF_AUTHORING,
    **{("series", name): _run_for_series for name in ("open", "pause", "resume", "skip", "stats", "past")},
    ("series", "ask-next"): for_managers.ask_next,
    ("series", "digest"): digest.turn_on,
    ("series", DIGEST_OFF): digest.turn_off,
    ("series", "older"): for_members.older,
    **{("stats", view.value): stats.turn for view in View},
    **{("stats", name): stats.hand_over for name in FILED.values()},
    ("stats", "hold"): stats.hold,
    ("audit", "page"): audit.turn,
}
