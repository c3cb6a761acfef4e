"""What an import works out by itself where a file does not say it; each guess is named in the report."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.domain.question import Level
from bot.packs.importing.services import services_in, topics_in

#: Imported facts are unchecked: they are asked for this long before someone must look.
GRACE = timedelta(days=90)
_LEVEL_WORDS = {
    Level.FOUNDATION: {
        "foundation",
        "beginner",
        "beginners",
        "basic",
        "easy",
        "entry",
        "fresher",
        "freshers",
        "junior",
    },
    Level.ASSOCIATE: {"associate", "intermediate", "medium", "mid", "middle", "regular"},
    Level.PROFESSIONAL: {"professional", "senior", "advanced", "expert", "experienced", "hard", "lead"},
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
_MOST_POINTS = 7
_FEWEST_WORDS = 4
_LONGEST_POINT = 200
_TOP_ITEM = re.compile(r"(?:- |\d{1,2}[.)] |#{2,6} (?:\d{1,2}[.)]\s*)?)(\S.*)")
_HEAD = re.compile(r"(.{3,80}?)(?::\s|:$| \u2013 | - )")
_SENTENCE = re.compile(r".+?[.!?](?=\s|$)|.+")
_MARKUP = re.compile(r"[`*]|^#+ |^[-+] |^\d{1,2}[.)] ")


@dataclass(slots=True)
class Guesser:
    """Fills in what questions lack; remembers the ids that are taken."""

    #: The day of the import.
    today: date
    #: Topics to choose from; empty means any.
    vocabulary: tuple[str, ...] = ()
    taken: set[str] = field(default_factory=set)
    #: How far ids that begin alike are numbered.
    counts: dict[str, int] = field(default_factory=dict)

    def complete(self, fields: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Give all fields and the names of those that were guessed."""
        given = {key: value for key, value in fields.items() if value not in (None, "", [])}
        prompt, answer = str(given.get("prompt", "")), str(given.get("model_answer", ""))
        guesses: dict[str, Any] = {}
        if "id" not in given:
            guesses["id"] = self._new_id(prompt)
        if given.get("level") not in list(Level):
            guesses["level"] = level_in(str(given.get("level", ""))) or given.get("level", Level.ASSOCIATE.value)
        if "topics" not in given:
            guesses["topics"] = self._topics(f"{prompt}\n{prompt}\n{answer}")
        if "services" not in given and "topics" not in given:
            guesses["services"] = [name for name, _ in services_in(f"{prompt}\n{answer}").most_common(6)]
        if "key_points" not in given:
            guesses["key_points"] = [{"text": text} for text in key_points_in(answer)]
        guesses |= self._dates(given)
        return {**given, **guesses}, [name for name, value in guesses.items() if value]

    def _new_id(self, prompt: str) -> str:
        words = slug(prompt).split("-")
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

    def _topics(self, text: str) -> list[str]:
        found: Counter[str] = topics_in(text)
        known = [topic for topic, _ in found.most_common() if not self.vocabulary or topic in self.vocabulary]
        return known[:3] or [*self.vocabulary[:1]] or ["general"]

    def _dates(self, given: Mapping[str, Any]) -> dict[str, Any]:
        dates: dict[str, Any] = {} if "verified" in given else {"verified": self.today}
        if "review_by" not in given:
            dates["review_by"] = _day(given.get("verified"), self.today) + GRACE
        return dates


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


def key_points_in(answer: str) -> list[str]:
    """Give the statements an answer is built on: the heads of its lists and headings, else its first sentence."""
    points: list[str] = []
    for line in _prose_lines(answer):
        found = _TOP_ITEM.match(line)
        point = _statement(found[1]) if found else ""
        if len(point.split()) >= _FEWEST_WORDS and point not in points:
            points.append(point)
        if len(points) == _MOST_POINTS:
            break
    return points or [_first_sentence(text) for text in map(_plain, _prose_lines(answer)) if text][:1]


def _prose_lines(answer: str) -> Iterator[str]:
    inside_code = False
    for line in answer.split("\n"):
        if line.lstrip().startswith("```"):
            inside_code = not inside_code
        elif not inside_code:
            yield line


def _statement(item: str) -> str:
    text = _plain(item)
    head = _HEAD.match(text)
    if head and len(head[1].split()) >= _FEWEST_WORDS:
        return head[1]
    return _first_sentence(text)


def _first_sentence(text: str) -> str:
    sentence = _SENTENCE.match(text)
    return _short(sentence[0] if sentence else text)


def _plain(line: str) -> str:
    return _MARKUP.sub("", line.strip()).strip().removesuffix(":")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_POINT else text[:_LONGEST_POINT].rsplit(" ", 1)[0] + " …"


def _day(value: object, default: date) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return default
