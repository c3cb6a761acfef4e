"""What people see on their screens."""

from tests.servers.fake_slack.backend import Backend
from tests.servers.fake_slack.records import Message, View


class Looking:
    """Views of the state for tests; the records are the living ones, not copies."""

    backend: Backend

    def messages(self, channel: str) -> list[Message]:
        """Give the messages of a channel without replies (those also sent to it are there), oldest first."""
        found = self.backend.state.channel(channel).messages.values()
        return sorted(
            (one for one in found if not one.is_reply or one.subtype == "thread_broadcast"), key=lambda one: one.ts
        )

    def bot_messages(self, channel: str) -> list[Message]:
        """Give those of them that the app posted."""
        return [one for one in self.messages(channel) if one.app_id is not None]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """Give a thread, the parent first."""
        return self.backend.state.channel(channel).thread(ts)

    def ephemerals(self, user: str) -> list[Message]:
        """Give the messages that only this person saw, oldest first."""
        workspace = self.backend.state.workspace_of(user)
        return [one for one in workspace.ephemerals if one.ephemeral_to == user]

    def home(self, user: str) -> View | None:
        """Give a person's Home tab; None where nothing was published."""
        return next((view for (owner, _), view in self.backend.modals.homes.items() if owner == user), None)

    def modal(self, user: str) -> View | None:
        """Give the modal a person has before them."""
        return self.backend.modals.top(user)

    def modals(self, user: str) -> list[View]:
        """Give the whole stack of a person's modals, the one on top last."""
        stacks = [stack for (owner, _), stack in self.backend.modals.stacks.items() if owner == user]
        return [view for stack in stacks for view in stack]
