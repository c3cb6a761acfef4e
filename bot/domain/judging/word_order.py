"""Whether words stand as people put them in sentences and notes, or as in a list of keywords or a shuffled text.

It looks at nothing but which kind of word follows which: function words, words of content, numbers, punctuation.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from bot.domain.judging.word_order_weights import BIAS, KINDS, WEIGHTS

# fmt: off
# Among them what people make of these in chats: "put a queue in the middle n cap it w reserved concurrency".
_FUNCTION_WORDS = {
    "determiner": "a an the this that these those each every any some all both no another such",
    "preposition": """
        of in on at to from by with for into over under through between within without via per about after before during
        across against upon onto until since like than as w vs
    """,
    "pronoun": """
        it they we you i he she its their your our his my them us me itself which who whose whom what there here
        something one u ur im thats theres ppl everyone someone nobody everything nothing
    """,
    "auxiliary": """
        is are was were be been being am has have had do does did can could will would shall should may might must
        cannot isn't aren't doesn't don't didn't can't won't wasn't weren't hasn't haven't isnt arent doesnt dont didnt
        cant wont wasnt werent hasnt havent gotta gonna wanna
    """,
    "conjunction": """
        and or but so because if when while whereas then also only however therefore where unless although though too
        just not never nor n bc cuz cos tho plus obvs
    """,
}
# fmt: on
_KIND = {word: kind for kind, words in _FUNCTION_WORDS.items() for word in words.split()}
_MARKS = {"\n": "line", ",": "comma", ".": "stop", "!": "stop", "?": "stop", ";": "semicolon", ":": "semicolon"}
_TOKEN = re.compile(r"[^\W_]+(?:['’.\-/:][^\W_]+)*|[^\w\s]|\n")  # noqa: RUF001 - as phones write it
_EDGE = "edge"
_AT_END = frozenset(_MARKS.values()) | {"mark"}
#: What stands for something.
_SAYING = frozenset({"content", "number"})

#: With fewer words of content nothing can be said of their order.
FEWEST_WORDS = 6


def joins(word: str) -> bool:
    """Say whether a word, in small letters, says nothing by itself."""
    return word in _KIND


def disorder(text: str) -> float | None:
    """Give the log-odds that words were listed or shuffled rather than written; None where there are too few to say.

    0 is as likely as not; what to make of it is for guards to say.
    """
    kinds = kinds_of(text)
    if sum(kind in _SAYING for kind in kinds) < FEWEST_WORDS:
        return None
    return BIAS + sum(share * WEIGHTS[before][KINDS.index(after)] for (before, after), share in pairs_of(kinds).items())


def pairs_of(kinds: Sequence[str]) -> dict[tuple[str, str], float]:
    """Give the share of each pair of neighbours; several line ends are one."""
    framed = [_EDGE, *kinds, _EDGE]
    found = Counter(pair for pair in pairwise(framed) if pair != ("line", "line"))
    total = found.total()
    return {pair: times / total for pair, times in found.items()}


@lru_cache(maxsize=1)  # guards ask it two to four times of an answer, in a row
def kinds_of(text: str) -> tuple[str, ...]:
    """Give the kind of each word and mark of a text, in order; those at its end say nothing of how it was written."""
    kinds = [_kind_of(token) for token in _TOKEN.findall(text)]
    while kinds and kinds[-1] in _AT_END:
        kinds.pop()
    return tuple(kinds)


def longest_run(text: str) -> int:
    """Count the words of the longest run of words of content that no other word and no mark divides."""
    runs = groupby(kinds_of(text), lambda kind: kind in _SAYING)
    return max((len(list(run)) for is_saying, run in runs if is_saying), default=0)


def joining_share(text: str) -> float:
    """Give the share of words that only join others, 0..1."""
    kinds = [kind for kind in kinds_of(text) if kind in _SAYING or kind in _FUNCTION_WORDS]
    return sum(kind in _FUNCTION_WORDS for kind in kinds) / max(len(kinds), 1)


def _kind_of(token: str) -> str:
    written = token.casefold().replace("’", "'")  # noqa: RUF001 - as phones write it
    if written in _KIND or token in _MARKS:
        return _KIND.get(written) or _MARKS[token]
    if not written[0].isalnum():
        return "mark"
    return "number" if written[0].isdigit() else "content"
