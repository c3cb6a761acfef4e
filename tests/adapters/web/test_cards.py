"""Every kind of block has its place in the pages' template of cards."""

from typing import get_args

import pytest
from selectolax.lexbor import LexborHTMLParser

from adapters.web.templates import environment
from bot.domain.card import Block
from tests.adapters.console.cards import BOARD, FIGURES, QUESTION, REVEAL

BLOCKS = {type(block): block for card in (QUESTION, REVEAL, BOARD, FIGURES) for block in card.blocks}


@pytest.mark.parametrize("kind", get_args(Block))
def test_every_block_has_a_rendering(kind: type[Block]) -> None:
    shown = str(environment().get_template("cards.html.jinja").module.block(BLOCKS[kind]))  # type: ignore[attr-defined] # a macro
    assert LexborHTMLParser(shown).text(strip=True)
