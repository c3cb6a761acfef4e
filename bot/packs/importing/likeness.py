"""Questions of an import that ask what another one asks already: in the file, or in a pack at hand."""

from collections.abc import Iterable
from typing import Final

from bot.domain.question import Pack
from bot.domain.text import count
from bot.packs.rules.likeness import alike, word_stems

#: What short questions share by their make alone ("What is …?") is less.
_MOST_ALIKE: Final = 0.65
_MOST_NAMED: Final = 10


def remarks(pack: Pack, installed: Iterable[Pack] = ()) -> list[str]:
    """Name questions that are much like an earlier one, with it."""
    others = [one for other in installed if other.name != pack.name for one in other.questions]
    questions = [*others, *pack.questions]
    stems = [word_stems(one.prompt[:5000], pack.language) for one in questions]
    found = [
        f"“{questions[later].id}” and “{_called(pack, questions[earlier[0]].ref)}”"
        for later, earlier in alike(stems, _MOST_ALIKE)
        if later >= len(others)
    ]
    if not found:
        return []
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return [f"{count(len(found), 'question')} much like another: {', '.join(found[:_MOST_NAMED])}{more}"]


def _called(pack: Pack, ref: str) -> str:
    return ref.removeprefix(f"{pack.name}/")
