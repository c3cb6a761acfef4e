"""What processes that are forked for a command have already: the shipped packs, parsed."""

from bot.bootstrap import SHIPPED_PACKS
from bot.packs.library import PackLibrary

PackLibrary([SHIPPED_PACKS]).packs()
