"""What processes that are forked for a command have already: the shipped packs, parsed."""

from bot.packs.library import SHIPPED_PACKS, PackLibrary

PackLibrary([SHIPPED_PACKS]).packs()
