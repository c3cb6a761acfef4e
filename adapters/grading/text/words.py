"""From text to the words that carry its meaning: stems, without stop words, each with its place and its negation."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

# fmt: off
_STOP_WORDS = frozenset("""
    a about after all also am an and another any are as at be because been before being both but by can could did do
    does doing done each either else even every few for from get gets got had has have having he her here his how i
    if in into is it its itself just let like lot many may me might more most much must my need needs of off on once
    one only onto or other our out over own per put same set shall she should so some such take than that the their
    them then there these they thing this those through to too under until up upon us use used uses using very via
    was we well were what when where whereas whether which while who whose why will with within would you your yours
""".split())  # noqa: SIM905 - words read best as words
# fmt: on
_NEGATIONS = frozenset({"not", "never", "no", "cannot", "nor", "neither", "without"})
#: What is denied stands behind them: "no longer served", "not automatically replicated".
_ADVERBS = frozenset({"always", "automatically", "directly", "longer", "necessarily", "really", "yet"})
#: "No, it is not": it answers the question and denies nothing of what follows.
_ANSWERING_NO = re.compile(r"no(?=\s+(?:as|because|it|since|the|they|you)\b)", re.IGNORECASE)
#: "don't", and as people type it in a hurry.
_CONTRACTED = re.compile(
    r"(?:ai|are|ca|could|did|do|does|has|have|is|might|must|need|should|wo|would|was|were)n['’]?t"  # noqa: RUF001 - as phones write it
)

# A word is letters with digits behind them ("ec2", "ipv6") or a number ("64kb" is two words), without what follows an
# apostrophe.
_WORD = re.compile(r"([^\W\d_]+\d*|\d+)(?:['’][^\W\d_]+)?")  # noqa: RUF001 - as phones write it
#: "SGs": several of what has an abbreviation; the stemmer leaves the s where no vowel is before it.
_SEVERAL = re.compile(r"[A-Z]{2,}s")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CLAUSE_END = re.compile(r"[,.;:!?()\n]")
#: What of ASCII is invisible; most texts are ASCII, where nothing is compatible with anything else.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_BRITISH = re.compile(r"is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)|ou(?=r(?:s|ed|ing|al|able)?$)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries meaning."""

    #: Lower case, as written.
    written: str
    #: Its stem; of a word in CamelCase also those of its parts.
    stems: tuple[str, ...]
    is_negated: bool
    #: Where it stands in the text.
    start: int
    end: int


def tidy(text: str) -> str:
    """Give text in one spelling: compatible characters made equal, invisible ones left out."""
    if text.isascii():
        return _INVISIBLE.sub("", text)
    normal = unicodedata.normalize("NFKC", text)
    return "".join(c for c in normal if c.isspace() or not unicodedata.category(c).startswith("C"))


def words_of(text: str) -> list[Word]:
    """Give the words of a tidy text that carry meaning, in order."""
    words: list[Word] = []
    # What is denied is the first word that carries meaning, at most to the next punctuation mark.
    is_negated = False
    previous_end = 0
    for match in _WORD.finditer(text):
        if is_negated and _CLAUSE_END.search(text, previous_end, match.start()):
            is_negated = False
        previous_end = match.end()
        written = match[1].casefold()
        if written == "no" and _ANSWERING_NO.match(text, match.start()):
            continue
        if written in _NEGATIONS or _is_contracted(match[0]):
            is_negated = True
        elif written not in _STOP_WORDS:
            words.append(Word(written, _stems(match[1]), is_negated, *match.span()))
            is_negated = is_negated and written in _ADVERBS
    return words


def _is_contracted(said: str) -> bool:
    return said[-1] in "tT" and _CONTRACTED.fullmatch(said.casefold()) is not None


def all_stems_of(text: str) -> list[str]:
    """Give the stem of every word of a tidy text, in order, with those that only join others."""
    return [_stem(match[1].casefold()) for match in _WORD.finditer(text)]


@lru_cache(maxsize=50_000)
def _stems(word: str) -> tuple[str, ...]:
    word = word[:-1] if _SEVERAL.fullmatch(word) else word
    parts = _HUMP.split(word)
    return tuple(_stem(part.casefold()) for part in ([word] if len(parts) == 1 else [word, *parts]))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    # A stemmer of its own for each new word: it keeps state while it works, and graders may run in several threads.
    stem: str = snowballstemmer.stemmer("english").stemWord(_BRITISH.sub(_american, word))
    return stem


def _american(match: re.Match[str]) -> str:
    return {"is": "iz", "ou": "o"}[match[0]]
