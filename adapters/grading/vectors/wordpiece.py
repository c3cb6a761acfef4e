"""Words and wordpieces, as BERT's uncased models were trained on them.

The rules are those of `BasicTokenizer` and `WordpieceTokenizer`:
https://github.com/google-research/bert/blob/master/tokenization.py
"""

import math
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_UNKNOWN = "[UNK]"
#: How rare a word is that is no piece by itself: names, terms, what is mistyped. The rarest piece has 10.3.
UNCOMMON = 10.5
#: The words begin with it; before it stand letters and marks.
_COMMONEST = "the"
#: A longer word is unknown to the model.
_LONGEST_WORD = 100
#: First and last code point of the blocks of ideographs.
_IDEOGRAPHS = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F)),
    *((0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Vocabulary:
    """The wordpieces a model knows; those that continue a word begin with `##`."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = tuple(pieces)
        self._ids = {piece: number for number, piece in enumerate(pieces)}
        self._commonest = self._ids.get(_COMMONEST, 0)
        #: The pieces of a word, by number. A method under a cache of its own, since answers repeat their words.
        self.ids_of = lru_cache(maxsize=20_000)(self._ids_of)

    def id_of(self, piece: str) -> int:
        """Give the number of a piece; `KeyError` where there is none."""
        return self._ids[piece]

    def rarity_of(self, word: str) -> float:
        """Tell how rare a word is: the logarithm of its rank, since pieces stand by how often they are used.

        One of several pieces is `UNCOMMON`. https://en.wikipedia.org/wiki/Zipf%27s_law
        """
        ids = self.ids_of(word)
        if len(ids) > 1 or ids == (self._ids[_UNKNOWN],):
            return UNCOMMON
        return math.log1p(max(ids[0] - self._commonest, 1))

    def _ids_of(self, word: str) -> tuple[int, ...]:
        """Split into the longest known pieces from the start on; a word with unknown parts is unknown as a whole."""
        plain = _plain(word)
        unknown = (self._ids[_UNKNOWN],)
        if not 0 < len(plain) <= _LONGEST_WORD:
            return unknown
        ids: list[int] = []
        while plain:
            length = next((end for end in range(len(plain), 0, -1) if self._piece(plain[:end], ids) in self._ids), 0)
            if not length:
                return unknown
            ids.append(self._ids[self._piece(plain[:length], ids)])
            plain = plain[length:]
        return tuple(ids)

    @staticmethod
    def _piece(text: str, before: list[int]) -> str:
        return f"##{text}" if before else text


def word_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Give where words begin and end: what stands between spaces, with punctuation and ideographs by themselves.

    Invisible characters are part of the word they stand in; without one they are passed over.
    """
    spans: list[tuple[int, int]] = []
    start = None
    for place, character in enumerate(text):
        kind = _kind(character)
        if kind in {"space", "single"} and start is not None:
            spans.append((start, place))
            start = None
        if kind == "single":
            spans.append((place, place + 1))
        elif kind == "part" and start is None:
            start = place
    if start is not None:
        spans.append((start, len(text)))
    return tuple(spans)


@lru_cache(maxsize=5_000)
def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\t\n\r" or category in {"Zs", "Zl", "Zp"}:
        return "space"
    if character in "\0\ufffd" or category.startswith("C"):
        return "nothing"
    code = ord(character)
    if character in _ASCII_PUNCTUATION or category.startswith("P"):
        return "single"
    return "single" if any(first <= code <= last for first, last in _IDEOGRAPHS) else "part"


def _plain(word: str) -> str:
    """Give a word in small letters, without accents and what is invisible."""
    visible = "".join(character for character in word if _kind(character) != "nothing")
    parts = unicodedata.normalize("NFD", visible.lower())
    return "".join(character for character in parts if unicodedata.category(character) != "Mn")
