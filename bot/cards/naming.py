"""The words that people type for the two commands, where an operator chose others than `/qotd` and `/aws-quiz`."""

import re
from dataclasses import dataclass, replace

from bot.domain.card import Block, Card, Heading, Small, Table, Text
from bot.errors import AskadayError, FormError

# A command stands alone: neither `docs/qotd` nor `/qotd-archive` names one.
_COMMAND = re.compile(r"(?<![\w/])/(qotd|aws-quiz)(?![\w-])")


@dataclass(frozen=True, slots=True)
class CommandNames:
    """What the two commands are called, without the slash. The engine's texts use the default words throughout."""

    qotd: str = "qotd"
    quiz: str = "aws-quiz"

    def in_text(self, text: str) -> str:
        """Put the chosen words in the place of the default ones."""
        chosen = {"qotd": self.qotd, "aws-quiz": self.quiz}
        return _COMMAND.sub(lambda found: f"/{chosen[found[1]]}", text)

    def in_card(self, card: Card) -> Card:
        """Rename the commands in the card's own texts; what people wrote stays as it is."""
        return card if self == CommandNames() else replace(card, blocks=tuple(map(self._in_block, card.blocks)))

    def rename_in(self, error: AskadayError) -> None:
        """Rename the commands in all that an error says, also of each field of a form."""
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
