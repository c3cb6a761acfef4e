"""Who looks at a page, and what they asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.members import Actor
from bot.engine import Engine
from bot.ports.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Visit:
    """One page being asked for, by somebody who is signed in to its workspace."""

    engine: Engine
    #: Who is signed in, with the rights that they have now.
    actor: Actor
    #: What stands in the path where the table of pages has a name in braces, such as the `pack` of a question.
    place: Mapping[str, str]
    #: The filters in the address; of one that stands there twice, the last.
    query: Mapping[str, str]
    #: What each form on the page has to send back, in a field called `token`.
    token: str
    #: Slow: call it in a thread.
    drawing: Drawing

    @property
    def workspace(self) -> str:
        """Give where they look."""
        return self.actor.workspace

    @property
    def member(self) -> str:
        """Give who is signed in, by id."""
        return self.actor.member
