"""Which views people have before them: a stack of at most three modals and one Home tab for each app."""

from collections import defaultdict

from tests.servers.fake_slack.content import views as view_rules
from tests.servers.fake_slack.content.messages import with_ids
from tests.servers.fake_slack.errors import SlackError, invalid
from tests.servers.fake_slack.records import Json, View
from tests.servers.fake_slack.state import State

STACK = 3


class Modals:
    """All open views."""

    def __init__(self, state: State) -> None:
        self._state = state
        #: (user, app) → modals, the one on top last.
        self.stacks: defaultdict[tuple[str, str], list[View]] = defaultdict(list)
        self.homes: dict[tuple[str, str], View] = {}

    def open(self, user: str, app_id: str, body: Json) -> View:
        """Show a modal in place of all that the app showed."""
        view = self._new(user, app_id, body, "modal")
        self.stacks[user, app_id] = [view]
        return view

    def push(self, user: str, app_id: str, body: Json) -> View:
        """Show a modal on top of the others.

        Raises:
            SlackError: push_limit_reached, or the view is not valid.
        """
        stack = self.stacks[user, app_id]
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        view = self._new(user, app_id, body, "modal")
        if stack:
            view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def update(self, view: View, body: Json, old_hash: str | None = None) -> View:
        """Put other content into a view that stays open.

        Raises:
            SlackError: hash_conflict, duplicate_external_id, or the view is not valid.
        """
        if old_hash and old_hash != view.hash:
            raise SlackError("hash_conflict")
        surface = str(view.body["type"])
        self._check(body, surface, view)
        view.body = {**body, "blocks": with_ids(body["blocks"], self._state.random)}
        view.hash, view.errors = self._hash(), {}
        return view

    def publish(self, user: str, app_id: str, body: Json, old_hash: str | None = None) -> View:
        """Show a Home tab.

        Raises:
            SlackError: hash_conflict, or the view is not valid.
        """
        if (user, app_id) in self.homes:
            return self.update(self.homes[user, app_id], body, old_hash)
        view = self._new(user, app_id, body, "home")
        self.homes[user, app_id] = view
        return view

    def find(self, app_id: str, view_id: str | None, external_id: str | None) -> View:
        """Find an open view of an app.

        Raises:
            SlackError: not_found.
        """
        for view in self._of(app_id):
            if view_id == view.id or (external_id and external_id == view.body.get("external_id")):
                return view
        raise SlackError("not_found")

    def top(self, user: str) -> View | None:
        """Give the modal a person has before them."""
        stacks = [stack for (owner, _), stack in self.stacks.items() if owner == user and stack]
        return stacks[-1][-1] if stacks else None

    def pop(self, view: View) -> None:
        """Close one modal; the one below comes forth."""
        stack = self.stacks[view.user, view.app_id]
        if view in stack:
            stack.remove(view)

    def clear(self, view: View) -> None:
        """Close the whole stack a modal belongs to."""
        self.stacks[view.user, view.app_id].clear()

    def _of(self, app_id: str) -> list[View]:
        modals = [view for (_, app), stack in self.stacks.items() if app == app_id for view in stack]
        return modals + [view for (_, app), view in self.homes.items() if app == app_id]

    def _new(self, user: str, app_id: str, body: Json, surface: str) -> View:
        self._check(body, surface, None, app_id)
        shown = {**body, "blocks": with_ids(body["blocks"], self._state.random)}
        view_id = self._state.new_id("V")
        team = self._state.user(user).team_id
        return View(view_id, user, team, app_id, shown, self._hash(), root_id=view_id)

    def _check(self, body: Json, surface: str, replaced: View | None, app_id: str = "") -> None:
        found = view_rules.problems(body, surface)
        if found:
            raise invalid("invalid_arguments", found)
        external = body.get("external_id")
        others = self._of(replaced.app_id if replaced else app_id)
        if external and any(one is not replaced and one.body.get("external_id") == external for one in others):
            raise SlackError("duplicate_external_id")

    def _hash(self) -> str:
        return f"{self._state.now()}.{self._state.new_secret()[:8]}"
