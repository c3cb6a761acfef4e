"""What a team will have forgotten by a day, and the questions that would hold it."""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.statistics.floor import Mean
from bot.domain.statistics.ledger import Standing
from bot.domain.statistics.memory import Held

#: So far a forecast looks ahead, unless a day is named.
AHEAD = timedelta(days=28)
#: A topic is forgotten once less than this part of what is held now is held.
_FORGOTTEN_BELOW = 0.5
#: So many questions a topic, and so many in all, are proposed to be asked.
_OF_A_TOPIC, _MOST = 2, 5


@dataclass(frozen=True, slots=True)
class FadingTopic:
    """A topic of which less than half of what is held now will be held."""

    topic: str
    now: Mean
    then: Mean


@dataclass(frozen=True, slots=True)
class FadingQuestion:
    """A question that would be due to be asked again."""

    ref: str
    topic: str
    #: How many hold it now and will not.
    people: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will have been forgotten if nothing is asked again."""

    until: date
    #: Those that lose most of what is held first.
    topics: tuple[FadingTopic, ...]
    #: Asked again, these would hold it: what most people lose first, and at most two of a topic.
    questions: tuple[FadingQuestion, ...]
    #: Topics of which too few people were asked to say so.
    left_out: int


def forecast(
    pairs: Mapping[str, Mapping[str, Standing]],
    topics: Mapping[str, str],
    askable: AbstractSet[str],
    *,
    now: Mapping[str, Held],
    then: Mapping[str, Held],
    today: date,
    until: date,
    floor: int,
) -> Forecast:
    """Compare what is held today with what will be held on a day; both are in UTC.

    Args:
        pairs: who was asked what, as `memory.standings` gives it.
        topics: the main topic by question.
        askable: the questions that can be asked.
        now: by topic, what is held today.
        then: the same of the day that is meant.
        today: when it is said.
        until: the day that is meant.
        floor: how many people a share needs.
    """
    fading = {topic for topic, held in now.items() if topic and _is_forgotten(held, then[topic])}
    shown = [FadingTopic(topic, now[topic].share(floor), then[topic].share(floor)) for topic in sorted(fading)]
    shares = [one for one in shown if one.now.value is not None]
    lost = Counter(
        {
            ref: count
            for ref, people in pairs.items()
            if ref in askable
            and topics.get(ref) in fading
            and (count := sum(today < standing.due_on <= until for standing in people.values()))
        }
    )
    questions: list[FadingQuestion] = []
    of_topic: Counter[str] = Counter()
    for ref, people in sorted(lost.items(), key=lambda one: (-one[1], one[0])):
        topic = topics[ref]
        if of_topic[topic] < _OF_A_TOPIC and len(questions) < _MOST:
            of_topic[topic] += 1
            questions.append(FadingQuestion(ref, topic, people))
    ordered = sorted(shares, key=lambda one: ((one.then.value or 0) - (one.now.value or 0), one.topic))
    return Forecast(until, tuple(ordered), tuple(questions), len(shown) - len(shares))


def _is_forgotten(now: Held, then: Held) -> bool:
    return then.count < _FORGOTTEN_BELOW * now.count
