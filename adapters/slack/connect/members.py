"""Who people are, as Slack vouches for them; asked seldom, since every message and every command needs it."""

import time
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import structlog

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.delivery_errors import code_of
from adapters.slack.connect.workspaces import team_of
from adapters.slack.wire import Json
from bot.domain.members import GONE, Actor
from bot.errors import DeliveryError

log = structlog.get_logger()

#: Seconds for which names hold, and for which rights do: somebody who is no longer an administrator loses them soon.
_NAMES_HOLD = 60 * 60
#: The same for the names of those whose answers are read back: mostly those who wrote during the day.
_AUTHORS_HOLD = 24 * 60 * 60
_RIGHTS_HOLD = 60
_MOST_KEPT = 10_000
#: Who administers a workspace is looked for on so many pages of its people: asking is limited to twenty pages a minute.
_MOST_PAGES, _PAGE = 5, 200
#: https://docs.slack.dev/reference/methods/conversations.members
_CHANNEL_PAGE = 1000
#: Where nothing is known of more people of a channel than this, the workspace is listed rather than each looked up: so
#: many pages of it may be asked for in a minute. https://docs.slack.dev/reference/methods/users.list
_MOST_ALONE, _MOST_LISTED = 20, 20
#: What Slack says of whom it does not know. Other refusals say nothing about them, such as that a scope is missing.
#: https://docs.slack.dev/reference/methods/users.info#errors
_UNKNOWN = frozenset({"user_not_found", "user_not_visible"})


@dataclass(frozen=True, slots=True)
class Person:
    """A member as Slack describes them."""

    name: str
    is_admin: bool
    is_bot: bool
    #: IANA name; "UTC" where Slack does not say, as of people of other organizations.
    zone: str
    #: Their account is no longer in use.
    has_left: bool = False


class Members:
    """Looks people and groups up."""

    def __init__(self, calls: Calls, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._calls = calls
        self._monotonic = monotonic
        self._people: dict[tuple[str, str], tuple[float, Person]] = {}
        self._administrators: dict[str, tuple[float, Mapping[str, str]]] = {}
        self._groups: dict[tuple[str, str], tuple[float, frozenset[str]]] = {}

    async def person(self, workspace: str, member: str, *, holds: float = _RIGHTS_HOLD) -> Person:
        """Give a member as they were at most `holds` seconds ago.

        Raises:
            DeliveryError: Slack does not say.
        """
        at, known = self._people.get((workspace, member), (0.0, None))
        if known is not None and self._monotonic() - at < holds:
            return known
        said = await self._calls.read(workspace, "users.info", {"user": member})
        person = _person(said.get("user") or {})
        self._keep(workspace, member, person)
        return person

    def _keep(self, workspace: str, member: str, person: Person) -> None:
        if len(self._people) >= _MOST_KEPT:
            self._people.clear()
        self._people[workspace, member] = (self._monotonic(), person)

    async def actor(self, workspace: str, member: str, groups: Iterable[str] = ()) -> Actor:
        """Give who acts, with those of the groups they are in.

        Raises:
            DeliveryError: Slack does not say who they are.
        """
        person = await self.person(workspace, member)
        member_of = [group for group in sorted(groups) if member in await self._members_of(workspace, group)]
        return Actor(workspace, member, person.name, is_admin=person.is_admin, groups=frozenset(member_of))

    async def author(self, workspace: str, member: str) -> Actor | None:
        """Give who wrote something, without rights; None where Slack does not say who that is now."""
        try:
            person = await self.person(workspace, member, holds=_NAMES_HOLD)
        except DeliveryError as error:
            log.warning("a member could not be looked up", workspace=workspace, error=str(error))
            return None
        return Actor(workspace, member, person.name)

    def known(self, workspace: str, member: str) -> Actor | None:
        """Give who wrote something, without rights, if Slack need not be asked."""
        at, person = self._people.get((workspace, member), (0.0, None))
        if person is None or self._monotonic() - at >= _NAMES_HOLD:
            return None
        return Actor(workspace, member, person.name)

    async def names(self, workspace: str, members: Iterable[str]) -> Mapping[str, str]:
        """Give the names of those members of whom Slack tells something, by id, be it that there is no such member."""
        found = {}
        for member in sorted(members):
            try:
                found[member] = (await self.person(workspace, member, holds=_NAMES_HOLD)).name
            except DeliveryError as error:
                log.warning("a member could not be looked up", workspace=workspace, error=str(error))
                if code_of(error) in _UNKNOWN:
                    found[member] = GONE
        return found

    async def authors(self, workspace: str, members: Iterable[str]) -> Mapping[str, str]:
        """Give the names, by id, of all those members whom Slack knows.

        Raises:
            DeliveryError: Slack does not tell them now.
        """
        found = {}
        for member in sorted(members):
            try:
                found[member] = (await self.person(workspace, member, holds=_AUTHORS_HOLD)).name
            except DeliveryError as error:
                if not error.permanent:
                    raise
        return found

    async def present(self, workspace: str, members: Iterable[str]) -> Mapping[str, str]:
        """Give the names, by id, of those whose accounts are in use; who is unknown has left.

        Raises:
            DeliveryError: Slack does not say.
        """
        found = {}
        for member in sorted(members):
            try:
                person = await self.person(workspace, member)
            except DeliveryError as error:
                if code_of(error) not in _UNKNOWN:
                    raise
            else:
                if not person.has_left:
                    found[member] = person.name
        return found

    async def in_channel(self, workspace: str, channel: str, members: frozenset[str]) -> frozenset[str]:
        """Give those of these people who are in a channel; in one of more than five thousand all are taken to be.

        Raises:
            DeliveryError: Slack does not say.
        """
        left = set(members)
        place: dict[str, object] = {"channel": channel, "limit": _CHANNEL_PAGE}
        for _ in range(_MOST_PAGES if left else 0):
            said = await self._calls.read(workspace, "conversations.members", place)
            left -= set(said.get("members") or ())
            place["cursor"] = (said.get("response_metadata") or {}).get("next_cursor") or ""
            if not (left and place["cursor"]):
                return members - left
        return members

    async def audience(self, workspace: str, channel: str) -> int | None:
        """Count who is in a channel with an account in use, without bots, as they were within the day.

        None: that would take more calls than Slack allows; so it is from five thousand people on.

        Raises:
            DeliveryError: Slack does not say.
        """
        there: set[str] = set()
        place: dict[str, object] = {"channel": channel, "limit": _CHANNEL_PAGE}
        for _ in range(_MOST_PAGES):
            said = await self._calls.read(workspace, "conversations.members", place)
            there |= set(said.get("members") or ())
            place["cursor"] = (said.get("response_metadata") or {}).get("next_cursor") or ""
            if not place["cursor"]:
                break
        else:
            return None
        if len(self._unknown(workspace, there)) > _MOST_ALONE:
            await self._meet_all(workspace, there)
        if len(self._unknown(workspace, there)) > _MOST_ALONE:
            return None
        people = [await self.person(workspace, one, holds=_AUTHORS_HOLD) for one in sorted(there)]
        return sum(not (one.is_bot or one.has_left) for one in people)

    def _unknown(self, workspace: str, members: AbstractSet[str]) -> set[str]:
        since = self._monotonic() - _AUTHORS_HOLD
        return {one for one in members if self._people.get((workspace, one), (since, None))[0] <= since}

    async def _meet_all(self, workspace: str, wanted: AbstractSet[str]) -> None:
        """Take note of people as Slack lists them, until all that are wanted are among them."""
        place: dict[str, object] = {"limit": _PAGE, "team_id": team_of(workspace)}
        for _ in range(_MOST_LISTED):
            said = await self._calls.read(workspace, "users.list", place)
            for user in said.get("members") or ():
                if user["id"] in wanted:
                    self._keep(workspace, str(user["id"]), _person(user))
            place["cursor"] = (said.get("response_metadata") or {}).get("next_cursor") or ""
            if not (place["cursor"] and self._unknown(workspace, wanted)):
                return

    async def administrators(self, workspace: str) -> Mapping[str, str]:
        """Give administrators and owners among the first people that Slack lists, as they were within the hour.

        Raises:
            DeliveryError: Slack does not say.
        """
        known = self._administrators.get(workspace)
        if known is not None and self._monotonic() - known[0] < _NAMES_HOLD:
            return known[1]
        found: dict[str, str] = {}
        place: dict[str, object] = {"limit": _PAGE, "team_id": team_of(workspace)}
        for _ in range(_MOST_PAGES):
            said = await self._calls.read(workspace, "users.list", place)
            for user in said.get("members") or ():
                person = _person(user)
                if person.is_admin and not (person.is_bot or person.has_left):
                    found[str(user["id"])] = person.name
            place["cursor"] = (said.get("response_metadata") or {}).get("next_cursor") or ""
            if not place["cursor"]:
                break
        self._administrators[workspace] = (self._monotonic(), found)
        return found

    async def is_bot(self, workspace: str, member: str) -> bool:
        """Say whether a user is an app's own bot; whom Slack does not know is taken for one.

        Where Slack will not say, it is a person: an answer is not lost for a scope that is missing.

        Raises:
            DeliveryError: Slack does not say now.
        """
        try:
            return (await self.person(workspace, member, holds=_AUTHORS_HOLD)).is_bot
        except DeliveryError as error:
            if not error.permanent:
                raise
            log.warning("a member could not be looked up", workspace=workspace, error=str(error))
            return code_of(error) in _UNKNOWN

    async def _members_of(self, workspace: str, group: str) -> frozenset[str]:
        at, known = self._groups.get((workspace, group), (0.0, None))
        if known is not None and self._monotonic() - at < _RIGHTS_HOLD:
            return known
        try:
            # A token of an organization has to say in which of its workspaces.
            asked = {"usergroup": group, "team_id": team_of(workspace)}
            said = await self._calls.read(workspace, "usergroups.users.list", asked)
        except DeliveryError as error:
            log.warning("a user group could not be read", workspace=workspace, group=group, error=str(error))
            return frozenset()
        members = frozenset(said.get("users") or ())
        self._groups[workspace, group] = (self._monotonic(), members)
        return members


def _person(user: Json) -> Person:
    # Of people of other organizations fields may be missing: https://docs.slack.dev/reference/methods/users.info
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    name = next((str(name) for name in names if name), GONE)
    return Person(
        name,
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_bot=bool(user.get("is_bot")),
        zone=str(user.get("tz") or "UTC"),
        has_left=bool(user.get("deleted")),
    )
