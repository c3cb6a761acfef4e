"""How many calls of a language model a day may cost."""

from datetime import UTC

from bot.errors import LlmError, StoreError
from bot.ports.calls import CallCount
from bot.ports.clock import Clock


class CallBudget:
    """So many calls a day (UTC); failed ones count, since they may cost as much."""

    def __init__(self, count: CallCount, per_day: int, clock: Clock) -> None:
        self._count = count
        self._per_day = per_day
        self._clock = clock

    def take(self) -> None:
        """Count a call before it is made.

        Raises:
            LlmError: today's calls are spent, or cannot be counted: what is not counted is not called.
        """
        day = self._clock.now().astimezone(UTC).date()
        try:
            is_taken = self._count.take(day, self._per_day)
        except StoreError as error:
            raise LlmError(str(error), is_outage=True) from None
        if not is_taken:
            raise LlmError(f"The {self._per_day} calls of {day} (UTC) are spent.")
