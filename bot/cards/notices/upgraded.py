"""What managers of older series are told once about what new ones do otherwise."""

from collections.abc import Callable, Mapping, Sequence

from bot.cards.notices.notice import notice
from bot.domain.calendar.schedule import CloseSameDay
from bot.domain.card import Card
from bot.domain.rounds import Form
from bot.domain.series import AnswerMode, BoardTimes, PrivateReminder, Series, SeriesSettings
from bot.domain.text import as_value, listing, plain


def upgraded_notice(several: Sequence[Series]) -> Card | None:
    """Tell a manager of older series what stays as it was, and how to have what new series have; None: nothing does."""
    lines = [line for says, whose in _OLDER.items() if (line := _told_of(says, several, whose))]
    stay = "stays as it is" if len(several) == 1 else "stay as they are"
    said = f"{_bold_names([one.name for one in several])} {stay}:"
    text = "\n".join(f"- {line}" for line in lines)
    return notice("New in Askaday", f"{said}\n\n{text}") if lines else None


def _told_of(says: str, several: Sequence[Series], stays: Callable[[SeriesSettings], bool]) -> str:
    """Say one thing that stays; of which series, where it is not all of them."""
    whose = [series.name for series in several if stays(series.settings)]
    if not whose:
        return ""
    command = "/qotd setup" + (f" series={as_value(whose[0])}" if len(several) > 1 else "")
    names = "" if len(whose) == len(several) else f"{_bold_names(whose)}: "
    return names + says.format(command=command)


#: What new series do otherwise, with whose settings do not.
_OLDER: Mapping[str, Callable[[SeriesSettings], bool]] = {
    "Reveals show everybody's results (`results=all`). New series show the best three: `{command} results=top`.": (
        lambda settings: settings.results is None
    ),
    "The board comes with each reveal (`board=each`). In new series it comes weekly: `{command} board=weekly`.": (
        lambda settings: settings.board is BoardTimes.EACH
    ),
    "Private answers stand in the thread. Whatever `results=` you set puts them behind a button.": (
        lambda settings: settings.answers_in_thread and settings.answer_mode is AnswerMode.SEALED
    ),
    'Questions close as before. In new series they close at 16:30 the same day: `{command} closes="same day"`.': (
        lambda settings: not isinstance(settings.schedule.closes, CloseSameDay)
    ),
    'New series remind who usually answers, in private: `{command} remind="1h private"`.': (
        lambda settings: not isinstance(settings.remind_before, PrivateReminder)
    ),
    "Questions are answered in words. In new series a choice is a quick answer, for half: `{command} form=both`.": (
        lambda settings: settings.form is Form.TEXT
    ),
}


def _bold_names(names: Sequence[str]) -> str:
    return listing([f"**{plain(name)}**" for name in names])
