"""What a series can still ask, and until when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.question import Pack, Question
from bot.domain.rounds import Form, form_for

#: How long before questions lapse their managers are told.
NOTICE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Supply:
    """The questions of a series on a day."""

    #: Those that may be asked, in the order in which they lapse.
    questions: tuple[Question, ...]
    #: How many are past their `review_by`.
    stale: int
    #: The packs of the series that are not there.
    missing: tuple[str, ...]
    #: How many have choices and no key points, which a series that is answered in words passes over.
    passed_over: int = 0

    @property
    def until(self) -> date | None:
        """Give the last day on which anything can be asked, unless questions are checked anew; None: there is none."""
        return self.questions[-1].review_by if self.questions else None

    def lapsing(self, today: date) -> tuple[Question, ...]:
        """Give those that lapse next, if that is within the notice: all that lapse in the same month."""
        if not self.questions or self.questions[0].review_by > today + NOTICE:
            return ()
        month = month_of(self.questions[0].review_by)
        return tuple(question for question in self.questions if month_of(question.review_by) == month)


def month_of(day: date) -> str:
    """Name a month, so that names sort as months do."""
    return f"{day:%Y-%m}"


def supply(
    packs: Mapping[str, Pack],
    names: Collection[str],
    quarantined: Collection[str],
    today: date,
    form: Form = Form.BOTH,
) -> Supply:
    """Say what can be asked out of the packs of those names."""
    all_of_them = [question for name in names if name in packs for question in packs[name].questions]
    fresh = [one for one in all_of_them if not one.is_stale(today)]
    asked = [one for one in fresh if form_for(form, one) is not None]
    askable = sorted((one for one in asked if one.ref not in quarantined), key=lambda one: (one.review_by, one.ref))
    missing = tuple(name for name in names if name not in packs)
    return Supply(tuple(askable), len(all_of_them) - len(fresh), missing, len(fresh) - len(asked))
