"""What an import works out by itself where a file does not say it; each guess is named in the report."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from bot.domain.question import Level
from bot.packs.importing.services import services_in, topics_in
from bot.packs.rubric import proposed_points
from bot.packs.texts import is_name

_LEVEL_WORDS = {
    Level.FOUNDATION: {
        "foundation",
        "beginner",
        "beginners",
        "basic",
        "easy",
        "entry",
        "beginning",
        "novice",
        "simple",
        "leicht",
        "fresher",
        "freshers",
        "junior",
    },
    Level.ASSOCIATE: {
        "associate",
        "intermediate",
        "medium",
        "mid",
        "middle",
        "moderate",
        "normal",
        "regular",
        "mittel",
    },
    Level.PROFESSIONAL: {
        "professional",
        "senior",
        "advanced",
        "expert",
        "experienced",
        "hard",
        "difficult",
        "tough",
        "lead",
        "schwer",
    },
}
_STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a about an and are as at aws amazon be been between but by can could describe difference differences do does
    during each explain for from given has have help helps how i if implement in into is it its key main may must need
    needs of on or our over own recently running should so some such that the their them these they this to use used
    using was we were what when where which while who why will with work works would you youre your application company
    team organization""",
    )
)
_ID_WORDS = 5
_ID_LENGTH = 36


@dataclass(slots=True)
class Guesser:
    """Fills in what questions lack; remembers the ids that are taken."""

    #: The day of the import.
    today: date
    #: Topics to choose from; empty means any.
    vocabulary: tuple[str, ...] = ()
    #: What the file calls topics → topics.
    topics: Mapping[str, str] = field(default_factory=dict)
    #: The topic of questions without any; empty: told by what they speak of.
    topic: str = ""
    #: The highest number that the file gives as a difficulty.
    hardest: int = 0
    taken: set[str] = field(default_factory=set)
    #: How far ids that begin alike are numbered.
    counts: dict[str, int] = field(default_factory=dict)

    def complete(self, fields: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Give all fields and the names of those that were guessed."""
        given = {key: value for key, value in fields.items() if value not in (None, "", [])}
        prompt, answer = str(given.get("prompt", "")), str(given.get("model_answer", ""))
        guesses: dict[str, Any] = {}
        if not is_name(str(given.get("id", ""))):
            guesses["id"] = self._own_id(given.pop("id", ""), prompt)
        else:
            given["id"] = str(given["id"])
        if given.get("level") not in list(Level):
            guesses["level"] = self._level(given.get("level"))
        category = given.pop("category", None)
        if "topics" not in given:
            named = self._named_topics(category)
            guesses["topics"] = named or self._topics(f"{prompt}\n{prompt}\n{answer}")
            if not named:
                guesses["services"] = [name for name, _ in services_in(f"{prompt}\n{answer}").most_common(6)]
        if "services" in given:
            guesses.pop("services", None)
        if "key_points" not in given and "choices" not in given:
            guesses["key_points"] = proposed_points(answer)
            given["draft"] = True
        guesses |= self._dates(given)
        return {**given, **guesses}, [name for name, value in guesses.items() if value]

    def _own_id(self, said: object, prompt: str) -> str:
        name = slug(str(said))[:_ID_LENGTH].strip("-")
        if not name or name in self.taken:
            return self._new_id(prompt)
        self.taken.add(name)
        return name

    def _new_id(self, prompt: str) -> str:
        words = slug(prompt[:2000]).split("-")
        chosen = [word[:_ID_LENGTH] for word in words if word and word not in _STOP_WORDS][:_ID_WORDS] or ["question"]
        while len("-".join(chosen)) > _ID_LENGTH:
            chosen.pop()
        stem = "-".join(chosen)
        # Counting goes on where it stopped: many questions may begin alike.
        count = self.counts.get(stem, 0) + 1
        while (name := _numbered(stem, count)) in self.taken:
            count += 1
        self.taken.add(name)
        self.counts[stem] = count
        return name

    def _level(self, said: object) -> str:
        number = number_of(said)
        if number is not None and 0 < number <= self.hardest:
            return list(Level)[min(2, (3 * number - 1) // self.hardest)].value
        return level_in(str(said or "")) or (str(said) if said is not None else Level.ASSOCIATE.value)

    def _named_topics(self, category: object) -> list[str]:
        found = []
        for one in category if isinstance(category, (list, tuple)) else [category]:
            for name in re.split(r"[;,|\n]", str(one if one is not None else "")):
                known = self.topics.get(" ".join(name.casefold().split()), "")
                found.append(known or slug(name) or " ".join(name.split()))
        return list(dict.fromkeys(filter(None, found)))

    def _topics(self, text: str) -> list[str]:
        if self.topic:
            return [self.topic]
        found: Counter[str] = topics_in(text)
        known = [topic for topic, _ in found.most_common() if not self.vocabulary or topic in self.vocabulary]
        return known[:3] or [*self.vocabulary[:1]] or ["general"]

    def _dates(self, given: Mapping[str, Any]) -> dict[str, Any]:
        dates: dict[str, Any] = {} if "verified" in given else {"verified": self.today}
        if "review_by" not in given:
            dates["review_by"] = a_year_after(_day(given.get("verified"), self.today))
        return dates


def number_of(said: object) -> int | None:
    """Give the whole number that a difficulty is; None: it is none."""
    text = str(said).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 and not isinstance(said, bool) else None  # noqa: PLR2004 - nobody grades to above 99


@lru_cache(maxsize=100)
def a_year_after(day: date) -> date:
    """Give the same day of the next year; of a leap day, the one before."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _numbered(stem: str, count: int) -> str:
    return stem if count == 1 else f"{stem[: _ID_LENGTH - len(str(count))].strip('-')}-{count}"


def slug(text: str) -> str:
    """Give a text's words in lower case with hyphens; letters beyond ASCII are left out."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("\u2019", ""))
    return "-".join(words)


def level_in(text: str) -> str | None:
    """Give the highest level that a text names, in this or other usual words."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    return next((level.value for level in reversed(Level) if words & _LEVEL_WORDS[level]), None)


def _day(value: object, default: date) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return default
