"""No kind of block is left out of those that every platform is tried with."""

from collections.abc import Collection
from typing import get_args

import pytest
from hypothesis import strategies as st

from bot.domain.card import Block
from tests.adapters.blocks import blocks_of, hostile_blocks
from tests.adapters.console.cards import BLOCKS


@pytest.mark.parametrize(
    "kinds",
    [
        [type(block) for block in BLOCKS],
        [type(block) for block in hostile_blocks("typed")],
        blocks_of(st.text(), st.text()),
    ],
    ids=["samples", "hostile", "of any texts"],
)
def test_every_kind_is_there(kinds: Collection[type[Block]]) -> None:
    assert set(kinds) == set(get_args(Block))
