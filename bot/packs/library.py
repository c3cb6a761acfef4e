"""The packs at hand in folders: the shipped ones and the operator's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.domain.question import Pack
from bot.errors import PackError, PackProblem
from bot.packs.folder import LoadedPack, pack_folders, read_what_can_be

if TYPE_CHECKING:
    from bot.config.settings import Settings

#: The packs that come with Askaday.
SHIPPED_PACKS = Path(__file__).parent.parent.parent / "content"


@dataclass(frozen=True, slots=True)
class Found:
    """What stood in the folders when they were read."""

    packs: Mapping[str, Pack]
    problems: Mapping[str, Sequence[PackProblem]]


class PackLibrary:
    """All packs of some folders, each of which is a pack or contains packs; read when first asked for, or told to."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._held: Found | None = None

    def packs(self) -> Mapping[str, Pack]:
        """Give all packs by name, without what is broken in them: a question, or a pack whose manifest is."""
        return self._found().packs

    def problems(self) -> Mapping[str, Sequence[PackProblem]]:
        """Give all that is wrong, by the name of the pack; where no name can be read, it is empty."""
        return self._found().problems

    def require_sound(self) -> None:
        """See to it that nothing is wrong.

        Raises:
            PackError: with everything that is wrong in any of the folders.
        """
        if found := sorted((one for problems in self.problems().values() for one in problems), key=str):
            raise PackError(found)

    def hold(self, found: Found) -> None:
        """Give from now on what was read."""
        self._held = found

    def _found(self) -> Found:
        if self._held is None:
            self._held = self.read()
        return self._held

    def read(self) -> Found:
        """Read the folders as they are now; what is given stays what it was."""
        problems: dict[str, list[PackProblem]] = {}
        loaded: dict[str, LoadedPack] = {}
        for folder in self._pack_folders(problems.setdefault("", [])):
            found: list[PackProblem] = []
            one = read_what_can_be(folder, found)
            name = one.pack.name if one else ""
            earlier = loaded.setdefault(name, one) if one else None
            if one and earlier and earlier is not one:
                found.append(_same_name(one, earlier))
            problems.setdefault(name, []).extend(found)
        wrong = {name: tuple(found) for name, found in problems.items() if found}
        packs = {name: one.pack for name, one in sorted(loaded.items())}
        return Found(MappingProxyType(packs), MappingProxyType(wrong))

    def _pack_folders(self, problems: list[PackProblem]) -> Iterator[Path]:
        for folder in {folder.resolve(): folder for folder in self._folders}.values():
            try:
                yield from pack_folders(folder)
            except PackError as error:
                problems += error.problems


def _same_name(one: LoadedPack, earlier: LoadedPack) -> PackProblem:
    return one.manifest.problem(("name",), f"“{one.pack.name}” is the name of the pack in {earlier.manifest.file} too")


def pack_library(settings: "Settings") -> PackLibrary:
    """Read the shipped packs and the operator's own, all of them now: nobody waits for files later."""
    library = PackLibrary([SHIPPED_PACKS, *settings.packs])
    library.packs()
    return library
