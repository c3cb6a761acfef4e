"""Replies that repeat an earlier one of the same round."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from bot.domain.answers import Answer
from bot.domain.grading import Judgement
from bot.domain.judging.excerpt import excerpt
from bot.domain.judging.guards import COPIED, FEWEST_COPIED, Shingle, enough_shared, shingles_of, words_compared
from bot.domain.judging.verdict import lowered

#: An answer is held against so many earlier ones at most, those first that share most of what is rare in it. Only where
#: hundreds of answers share much and none is a copy of another does that leave anything out.
_MOST_COMPARED = 50


def copies(answers: Sequence[Answer], judged: Mapping[str, Judgement]) -> Mapping[str, Judgement]:
    """Give new judgements of those answers that are nearly word for word what somebody else said before them.

    Where answers are given in private nobody can have seen another's; such are left alone.
    """
    graded = [answer for answer in answers if not judged[answer.member].problem]
    return {member: lowered(judged[member], COPIED) for member in copying(graded)}


def copying(answers: Sequence[Answer]) -> Iterator[str]:
    """Give the members whose answer repeats an earlier one, as far as answers are read."""
    replies = sorted((one for one in answers if not one.is_private), key=lambda one: one.first_at)
    texts = [words_compared(excerpt(one.text)) for one in replies]
    shingles = [shingles_of(words) for words in texts]
    earlier = _Earlier(Counter(chain.from_iterable(shingles)))
    for reply, words, said in zip(replies, texts, shingles, strict=True):
        if len(words) >= FEWEST_COPIED and earlier.has_copy_of(said):
            yield reply.member
        earlier.add(said)


class _Earlier:
    """The answers so far, found by their shingles.

    Two texts that share nearly all of one of them share some of any fifth of it: so only the rarest shingles of an
    answer are looked up.
    """

    def __init__(self, uses: Mapping[Shingle, int]) -> None:
        #: In how many of all answers each shingle stands.
        self._uses = uses
        self._texts: list[frozenset[Shingle]] = []
        self._known: set[frozenset[Shingle]] = set()
        self._found_in: dict[Shingle, list[int]] = defaultdict(list)

    def add(self, said: frozenset[Shingle]) -> None:
        if said in self._known:  # what finds one of two equal answers finds both
            return
        self._known.add(said)
        for shingle in said:
            self._found_in[shingle].append(len(self._texts))
        self._texts.append(said)

    def has_copy_of(self, said: frozenset[Shingle]) -> bool:
        if said in self._known:
            return True
        needed = enough_shared(len(said))
        return any(len(said & self._texts[place]) >= needed for place in self._candidates(said, needed))

    def _candidates(self, said: Collection[Shingle], needed: int) -> Iterator[int]:
        rarest = sorted(said, key=lambda shingle: (self._uses[shingle], shingle))[: len(said) - needed + 1]
        # Of a shingle that many share the latest are enough: each is looked at at most so often.
        found = Counter(chain.from_iterable(self._found_in.get(one, ())[-_MOST_COMPARED:] for one in rarest))
        return (place for place, _ in found.most_common(_MOST_COMPARED))
