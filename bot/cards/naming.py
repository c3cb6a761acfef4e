"""The words that people type for the commands, put into what is said: texts name the commands by their default words.

A platform on which commands are typed whole needs the operator's words alone (`CommandNames`); where options have
fields of their own, more of a command is written another way (`bot.commands.explaining.by_options`).
"""

import re
from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Protocol

from bot.domain.card import Block, Card, Heading, Small, Table, Text
from bot.errors import AskadayError, FormError

# A command stands alone: neither `docs/qotd` nor `/qotd-archive` names one.
_COMMAND = re.compile(r"(?<![\w/])/(qotd|aws-quiz)(?![\w-])")


class Naming(Protocol):
    """Writes commands as people use them on one platform."""

    @abstractmethod
    def in_text(self, text: str) -> str:
        """Write the commands in a text of Askaday's own that way."""

    def in_card(self, card: Card) -> Card:
        """Do so in the card's own texts; what people wrote stays as it is."""
        return replace(card, blocks=tuple(map(self._in_block, card.blocks)))

    def rename_in(self, error: AskadayError) -> None:
        """Do so in all that an error says, also of each field of a form; once, for words may be swapped."""
        if error.is_named:
            return
        error.is_named = True
        error.message, error.hint = self.in_text(error.message), self.in_text(error.hint)
        if isinstance(error, FormError):
            error.fields = {field: self.in_text(reason) for field, reason in error.fields.items()}

    def _in_block(self, block: Block) -> Block:
        match block:
            case Text():
                return replace(block, markdown=self.in_text(block.markdown))
            case Small() | Heading():
                return replace(block, text=self.in_text(block.text))
            case Table():
                return replace(block, header=tuple(map(self.in_text, block.header)))
            case _:
                return block


@dataclass(frozen=True, slots=True)
class CommandNames(Naming):
    """What the commands are called, without the slash."""

    qotd: str = "qotd"
    quiz: str = "aws-quiz"
    #: Managers' part of `qotd`, where that is a command of its own.
    manage: str = "qotd-manage"

    def in_text(self, text: str) -> str:
        """Put the chosen words in the place of the default ones."""
        chosen = {"qotd": self.qotd, "aws-quiz": self.quiz}
        return _COMMAND.sub(lambda found: f"/{chosen[found[1]]}", text)
