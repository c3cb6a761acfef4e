"""Whether words stand as people put them in sentences and notes, or as in a list of keywords or a shuffled text.

It looks at nothing but which kind of word follows which: function words, words of content, numbers, punctuation.
"""

import re
from collections import Counter
from itertools import pairwise

from bot.domain.judging.word_order_weights import BIAS, KINDS, WEIGHTS

# fmt: off
_FUNCTION_WORDS = {
    "determiner": "a an the this that these those each every any some all both no another such",
    "preposition": """
        of in on at to from by with for into over under through between within without via per about after before during
        across against upon onto until since like than as
    """,
    "pronoun": """
        it they we you i he she its their your our his my them us me itself which who whose whom what there here
        something one
    """,
    "auxiliary": """
        is are was were be been being am has have had do does did can could will would shall should may might must
        cannot isn't aren't doesn't don't didn't can't won't wasn't weren't hasn't haven't
    """,
    "conjunction": """
        and or but so because if when while whereas then also only however therefore where unless although though too
        just not never nor
    """,
}
# fmt: on
_KIND = {word: kind for kind, words in _FUNCTION_WORDS.items() for word in words.split()}
_MARKS = {"\n": "line", ",": "comma", ".": "stop", "!": "stop", "?": "stop", ";": "semicolon", ":": "semicolon"}
_TOKEN = re.compile(r"[^\W_]+(?:['’.\-/:][^\W_]+)*|[^\w\s]|\n")  # noqa: RUF001 - as phones write it
_EDGE = "edge"

#: With fewer words of content nothing can be said of their order.
FEWEST_WORDS = 6


def disorder(text: str) -> float | None:
    """Give the log-odds that words were listed or shuffled rather than written; None where there are too few to say.

    0 is as likely as not; what to make of it is for guards to say.
    """
    kinds = kinds_of(text)
    if sum(kind in {"content", "number"} for kind in kinds) < FEWEST_WORDS:
        return None
    return BIAS + sum(share * WEIGHTS[before][KINDS.index(after)] for (before, after), share in pairs_of(kinds).items())


def pairs_of(kinds: list[str]) -> dict[tuple[str, str], float]:
    """Give the share of each pair of neighbours; several line ends are one."""
    framed = [_EDGE, *kinds, _EDGE]
    found = Counter(pair for pair in pairwise(framed) if pair != ("line", "line"))
    total = found.total()
    return {pair: times / total for pair, times in found.items()}


def kinds_of(text: str) -> list[str]:
    """Give the kind of each word and mark of a text, in order."""
    return [_kind_of(token) for token in _TOKEN.findall(text)]


def has_function_words(text: str) -> bool:
    """Tell whether any word only joins others."""
    return any(kind in _FUNCTION_WORDS for kind in kinds_of(text))


def _kind_of(token: str) -> str:
    written = token.casefold().replace("’", "'")  # noqa: RUF001 - as phones write it
    if written in _KIND or token in _MARKS:
        return _KIND.get(written) or _MARKS[token]
    if not written[0].isalnum():
        return "mark"
    return "number" if written[0].isdigit() else "content"
