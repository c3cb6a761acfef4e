"""Statements are compared with an answer all at once: that gives, to the bit, what comparing them one by one gives."""

from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from adapters.grading.aligned.alignment import Alignment, align_denials, align_points
from adapters.grading.aligned.likeness import Wordings
from adapters.grading.aligned.reading import read
from adapters.grading.text.clauses import Stems, are_swapped
from adapters.grading.vectors.static import StaticVectors
from tests.content.shipped import shipped_pack

VECTORS = StaticVectors.open()


def told(alignment: Alignment) -> tuple[object, ...]:
    return alignment.share, alignment.first, alignment.last, alignment.is_denied, alignment.with_denied


def test_statements_found_together_are_those_found_one_by_one() -> None:
    for asked in shipped_pack().pack.questions[::30]:
        texts = [text for point in asked.key_points for text in (point.text, *point.alt, *point.contrary)]
        wordings = read([*texts, ""], VECTORS)
        for answer in read([asked.model_answer, asked.model_answer.replace(" is ", " is not "), asked.prompt], VECTORS):
            for align in (align_points, align_denials):
                together = [told(one) for one in align(Wordings(wordings), answer)]
                assert together == [told(align(Wordings([one]), answer)[0]) for one in wordings]


def swapped_by_definition(stated: list[Stems], answered: list[Stems]) -> bool:
    """Look at each two clauses of an answer in either order, for each two of the statement."""
    for one, other in combinations(stated, 2):
        shared, all_of_them = one & other, one | other
        for clauses in permutations(answered, 2):
            if any(clause & all_of_them <= third for clause in clauses for third in stated):
                continue
            first, second = (clause - shared for clause in clauses)
            left, right = one - shared, other - shared
            parts = all((first & left, first & right, second & left, second & right))
            mostly = all(len(clause & (left | right)) >= 0.6 * len(clause) for clause in (first, second))
            if parts and mostly and not first & second & (left | right):
                return True
    return False


stems = st.frozensets(st.sampled_from("abcdef"), min_size=2, max_size=4)


@given(st.lists(stems, max_size=4), st.lists(stems, max_size=4))
def test_clauses_are_swapped_as_defined(stated: list[Stems], answered: list[Stems]) -> None:
    assert are_swapped(stated, answered) is swapped_by_definition(stated, answered)
