"""Questions of an import that ask what another one asks already: in the file, or in a pack at hand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.domain.question import Pack, Question
from bot.domain.text import count
from bot.packs.records import Manifest
from bot.packs.rules.likeness import alike, word_stems

#: What short questions share by their make alone ("What is …?") is less.
_MOST_ALIKE: Final = 0.65
_MOST_NAMED: Final = 10


def asked_words(question: Question, manifest: Manifest) -> Sequence[str]:
    """Give what `remarks` compares of a question."""
    return word_stems(question.prompt[:5000], manifest.language)


def remarks(asked: Mapping[str, Sequence[str]], manifest: Manifest, installed: Iterable[Pack] = ()) -> list[str]:
    """Name questions that are much like an earlier one, with it; what is asked is given by ids."""
    others = [one for pack in installed if pack.name != manifest.name for one in pack.questions]
    names = [*(one.ref for one in others), *asked]
    words = [*(asked_words(one, manifest) for one in others), *asked.values()]
    found = [
        f"“{names[later]}” and “{names[earlier[0]]}”"
        for later, earlier in alike(words, _MOST_ALIKE)
        if later >= len(others)
    ]
    if not found:
        return []
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return [f"{count(len(found), 'question')} much like another: {', '.join(found[:_MOST_NAMED])}{more}"]
