"""Who is in a team that never was: how often they answer, what they know, when they come, go and are away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.cli.year.chances import chances, happens


def _listed(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_FIRST = _listed("""
    Ana Bo Cy Dana Eli Fay Gus Hana Ines Jon Kemi Lars Mia Nuri Ola Pia Quentin Rosa Sven Tara Umar Vera Wim Xenia Yuki
    Zora Amir Bela Chidi Dora Emil Farah Goran Helga Ivo Jana Karim Leila Marek Nadia Oskar Petra Ravi Sofia Timo Uma
    Viktor Wanda Yara Zeno
""")
_LAST = _listed("""
    Abel Brandt Castro Demir Eriksen Fontana Garcia Haddad Ito Jansen Kowalski Lindqvist Moreau Novak Okafor Petrov
    Quist Rossi Schmidt Tanaka Ueda Vogel Weiss Xu Yilmaz Zimmer Adeyemi Bauer Costa Dubois
""")
#: The first ones go by their first names, manage and review, and stay.
_STAY = 4
_SHORT = 6
#: How likely somebody answers a question at work, and how many of a hundred are like that.
_HABITS = ((0.9, 22), (0.65, 28), (0.35, 25), (0.1, 17), (0.02, 8))
_DAYS_OF_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Person:
    """One of the team."""

    member: str
    name: str
    #: The first and the last day; None: from before the year, or still there.
    joined: date | None
    left: date | None
    #: First and last days of what they are away for.
    away: tuple[tuple[date, date], ...]
    #: Names of the series that they take part in.
    series: tuple[str, ...]
    #: How likely they answer a question, 0..1.
    habit: float
    #: Hours after the question at which they mostly answer.
    hour: float
    #: How likely they choose instead of writing, 0..1.
    quick: float
    #: How likely they know a key point, 0..1, before all that makes it more or less likely.
    ability: float
    strong: frozenset[str]
    weak: frozenset[str]
    #: Private questions a week.
    drills: float

    def is_employed(self, day: date) -> bool:
        """Say whether they have come by a day, and not left."""
        return not ((self.joined and day < self.joined) or (self.left and day > self.left))

    def is_there(self, day: date) -> bool:
        """Say whether they are at work on a day."""
        return self.is_employed(day) and not any(first <= day <= last for first, last in self.away)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a team is like, beside its series."""

    people: int
    #: How many series one person takes part in at most.
    most_series: int
    #: Topics that nearly nobody knows, and how many know them after all.
    rare: tuple[str, ...]
    who_know: int


def people(shape: Shape, series: Sequence[str], topics: Sequence[str], first: date, seed: int) -> tuple[Person, ...]:
    """Give the people of a year that begins on a day; the same seed gives the same ones."""
    names = _names(chances("names", seed))
    drawing = _Drawing(shape, series, topics, first)
    return tuple(drawing.person(number, next(names), chances("person", seed, number)) for number in range(shape.people))


def _names(chance: Random) -> Iterator[str]:
    yield from _FIRST[:_SHORT]
    pairs = [f"{one} {other}" for one in _FIRST for other in _LAST]
    chance.shuffle(pairs)
    yield from pairs


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Draws people."""

    shape: Shape
    series: Sequence[str]
    topics: Sequence[str]
    first: date

    def person(self, number: int, name: str, chance: Random) -> Person:
        stays = number < _STAY
        joined = None if stays or not happens(chance, 0.22) else self._day(30, 330, chance)
        left = None if stays or not happens(chance, 0.12) else self._day(40, 330, chance)
        if joined and left and left < joined:
            joined, left = left, joined
        habit = chance.choices([one for one, _ in _HABITS], [many for _, many in _HABITS])[0]
        weak, strong = self._topics(number, chance)
        return Person(
            member=f"m{number + 1:03}",
            name=name,
            joined=joined,
            left=left,
            away=tuple(_away(self.first, chance)),
            series=self._series(number, chance),
            habit=min(max(chance.gauss(max(habit, 0.6) if stays else habit, 0.06), 0.01), 0.98),
            hour=chance.choice((0.3, 1.0, 3.5, 5.5)),
            quick=chance.choice((0.0, 0.1, 0.3, 0.7)),
            ability=min(max(chance.gauss(0.52, 0.16), 0.12), 0.9),
            strong=strong,
            weak=weak,
            drills=chance.choice((0.0, 0.0, 0.3, 1.0, 3.0)),
        )

    def _day(self, earliest: int, latest: int, chance: Random) -> date:
        return self.first + timedelta(days=chance.randrange(earliest, latest))

    def _topics(self, number: int, chance: Random) -> tuple[frozenset[str], frozenset[str]]:
        """Give what somebody is weak in, and what they are strong in."""
        common = [topic for topic in self.topics if topic not in self.shape.rare]
        chosen, rare = chance.sample(common, 6), frozenset(self.shape.rare)
        weak, strong = frozenset(chosen[:3]), frozenset(chosen[3:])
        return (weak, strong | rare) if number < self.shape.who_know else (weak | rare, strong)

    def _series(self, number: int, chance: Random) -> tuple[str, ...]:
        home = self.series[number % len(self.series)]
        others = [one for one in self.series if one != home]
        return (home, *chance.sample(others, min(len(others), chance.randrange(self.shape.most_series))))


def _away(first: date, chance: Random) -> Iterator[tuple[date, date]]:
    """Give two to four times away, mostly in summer and at the end of the year."""
    for _ in range(chance.randrange(2, 5)):
        middle = chance.choice((190, 200, 215, 355, chance.randrange(_DAYS_OF_A_YEAR)))
        # Days of the calendar year, wherever the year of the team begins.
        begins = (middle - first.timetuple().tm_yday) % _DAYS_OF_A_YEAR
        day = first + timedelta(days=begins)
        yield day, day + timedelta(days=chance.choice((2, 5, 9, 13, 18)))
