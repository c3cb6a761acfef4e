"""The packs at hand: the shipped ones and the team's own."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from bot.domain.question import Pack
from bot.errors import PackError, PackProblem
from bot.packs.folder import LoadedPack, pack_folders, read_pack


class PackLibrary:
    """All packs of some folders, each of which is a pack or contains packs; read once, when first asked for."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)

    def packs(self) -> Mapping[str, Pack]:
        """Give all packs by name.

        Raises:
            PackError: with everything that is wrong in any of the folders.
        """
        return self._packs

    @cached_property
    def _packs(self) -> Mapping[str, Pack]:
        problems: list[PackProblem] = []
        loaded: dict[str, LoadedPack] = {}
        for folder in self._pack_folders(problems):
            try:
                one = read_pack(folder)
            except PackError as error:
                problems += error.problems
                continue
            earlier = loaded.setdefault(one.pack.name, one)
            if earlier is not one:
                problems.append(_same_name(one, earlier))
        if problems:
            raise PackError(problems)
        return MappingProxyType({name: one.pack for name, one in sorted(loaded.items())})

    def _pack_folders(self, problems: list[PackProblem]) -> Iterator[Path]:
        for folder in {folder.resolve(): folder for folder in self._folders}.values():
            try:
                yield from pack_folders(folder)
            except PackError as error:
                problems += error.problems


def _same_name(one: LoadedPack, earlier: LoadedPack) -> PackProblem:
    return one.manifest.problem(("name",), f"“{one.pack.name}” is the name of the pack in {earlier.manifest.file} too")
