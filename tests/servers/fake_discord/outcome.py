"""What somebody who used the app got to see."""

from dataclasses import dataclass, replace
from typing import Any

from tests.servers.fake_discord.records import Interaction, Json, Message
from tests.servers.fake_discord.routes.interactions import AUTOCOMPLETE, MODAL


@dataclass(frozen=True)
class Outcome:
    """The app's answer to one interaction; a deferred one fills its message later."""

    interaction: Interaction
    #: Seconds until the first answer.
    elapsed: float

    @property
    def answered(self) -> bool:
        """Whether the app answered in time; if not, the person reads "The application did not respond"."""
        return self.interaction.response is not None

    @property
    def message(self) -> Message:
        """Give the first message that answers; as long as none does, one without content.

        Raises:
            LookupError: none does, and none is announced.
        """
        if self.interaction.shown:
            return self.interaction.shown[0]
        if self.interaction.original is None:
            raise LookupError(f"no message answered {self.interaction.payload['data']}")
        return replace(self.interaction.original, content="", components=[])

    @property
    def modal(self) -> Json:
        """Give the form that opened.

        Raises:
            LookupError: there is none.
        """
        response = self.interaction.response or {}
        if response.get("type") != MODAL:
            raise LookupError(f"no modal but {response}")
        return dict(response["data"])

    @property
    def choices(self) -> list[Any]:
        """Give the values that an autocompletion offers."""
        response = self.interaction.response or {}
        return [one["value"] for one in response["data"]["choices"]] if response.get("type") == AUTOCOMPLETE else []
