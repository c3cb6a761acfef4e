import pytest

from bot.domain.streaks import regulars, to_remind


def rounds(*days: str) -> list[frozenset[str]]:
    return [frozenset(day) for day in days]


@pytest.mark.parametrize(
    ("days", "earlier", "expected"),
    [
        ((), "", ""),
        (("a", "a", "", ""), "a", "a"),
        (("a", "", ""), "a", ""),
        # Whose first answer is among them is judged by the rounds since then.
        (("", "", "b"), "", "b"),
        (("", "", "b", ""), "", "b"),
        (("", "b", "", ""), "", ""),
        (("", "", "b"), "b", ""),
        (("ac", "c", "c", "ac"), "a", "ac"),
    ],
)
def test_regulars_answered_at_least_half_of_what_they_could(days: tuple[str, ...], earlier: str, expected: str) -> None:
    assert regulars(rounds(*days), frozenset(earlier)) == frozenset(expected)


@pytest.mark.parametrize(
    ("usual", "answered", "expected"),
    [
        ("", "", ""),
        ("a", "", "a"),
        ("a", "a", ""),
        ("ab", "a", ""),
        ("abc", "a", "bc"),
        ("abc", "ab", ""),
        ("abcd", "ab", ""),
        # Who does not usually answer makes no difference.
        ("abc", "axyz", "bc"),
    ],
)
def test_reminds_those_who_are_missing_only_where_fewer_than_half_have_answered(
    usual: str, answered: str, expected: str
) -> None:
    assert to_remind(frozenset(usual), frozenset(answered)) == frozenset(expected)
