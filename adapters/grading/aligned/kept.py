"""Answers as they were read last: one that is graded again, by another rubric, is not read again.

Nine tenths of what grading costs is working out vectors. They are kept in memory alone, and the oldest are let go.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from adapters.grading.aligned.reading import Reading

#: So many words of meaning are kept, a round of 300 answers: at 1.5 kB a word these are 15 MB.
MOST_WORDS = 10_000


class KeptReadings:
    """The readings of the texts that were asked for last; may be used from several threads."""

    def __init__(self, most: int = MOST_WORDS) -> None:
        self._most = most
        self._readings: OrderedDict[str, Reading] = OrderedDict()
        self._words = 0
        self._lock = Lock()

    def of(self, text: str, read: Callable[[str], Reading]) -> Reading:
        """Give the reading of a text, read anew where it is not kept."""
        with self._lock:
            if text in self._readings:
                self._readings.move_to_end(text)
                return self._readings[text]
        reading = read(text)
        with self._lock:
            if text not in self._readings:
                self._readings[text] = reading
                self._words += len(reading.words)
            while self._words > self._most:
                _, dropped = self._readings.popitem(last=False)
                self._words -= len(dropped.words)
        return reading
