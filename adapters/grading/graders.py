"""The graders a series may choose."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Lock

from adapters.grading.participation import ParticipationGrader
from adapters.grading.vectors.files import is_installed
from bot.config.settings import Settings
from bot.domain.grading import Judgement
from bot.domain.question import Question
from bot.domain.series import BY_MEANING, DEFAULT_GRADER
from bot.ports.calls import CallCount
from bot.ports.clock import Clock
from bot.ports.grader import Grader


class OpenedWhenNeeded:
    """A grader that is imported and opened with the first answer: importing what compares meanings takes 16 MB."""

    #: It costs nothing but time.
    is_metered = False

    def __init__(self, name: str, opener: Callable[[], Grader]) -> None:
        self.name = name
        self._open = opener
        self._opened: Grader | None = None
        self._lock = Lock()

    def grade(self, question: Question, answer: str) -> Judgement:
        """Judge the answer. May be called from several threads, of which one opens the grader."""
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
        return self._opened.grade(question, answer)


def there_are(settings: Settings | None, clock: Clock, calls: Callable[[Settings], CallCount]) -> dict[str, Grader]:
    """Give them by name; `keypoints` is the best of those that compare words.

    Without settings there are only those that need none. `semantic` is there where its model is installed, and `llm`
    where a language model is set up, whose calls are counted by what `calls` gives.

    Raises:
        ModelError: a language model is set up, and its client is not installed.
    """
    # Without settings there are no rounds: a pack is checked, rule by rule.
    found: dict[str, Grader] = {"lexical": OpenedWhenNeeded("lexical", _of_packs if settings is None else _lexical)}
    if settings is not None and is_installed(settings.model_dir):
        found[BY_MEANING] = OpenedWhenNeeded(BY_MEANING, partial(_semantic, settings.model_dir))
    best = found.get(BY_MEANING, found["lexical"])
    if settings is not None and settings.llm_url:
        found["llm"] = _by_language_model(settings, best, clock, calls(settings))
    return {DEFAULT_GRADER: best, **found, "participation": ParticipationGrader()}


def _lexical() -> Grader:
    from adapters.grading.aligned.lexical import lexical_grader  # noqa: PLC0415 - see OpenedWhenNeeded

    return lexical_grader()


def _of_packs() -> Grader:
    from adapters.grading.aligned.aligning import RUBRICS_OF_A_PACK  # noqa: PLC0415 - see OpenedWhenNeeded
    from adapters.grading.aligned.lexical import lexical_grader  # noqa: PLC0415 - see OpenedWhenNeeded

    return lexical_grader(rubrics=RUBRICS_OF_A_PACK)


def _semantic(model: Path) -> Grader:
    from adapters.grading.aligned.semantic import semantic_grader  # noqa: PLC0415 - see OpenedWhenNeeded

    return semantic_grader(model)


def _by_language_model(settings: Settings, best: Grader, clock: Clock, calls: CallCount) -> Grader:
    # Slow imports, and only for whoever has set a language model up.
    from adapters.grading.llm.budget import CallBudget  # noqa: PLC0415 - see above
    from adapters.grading.llm.endpoint import LlmAccess  # noqa: PLC0415 - see above
    from adapters.grading.llm.grader import llm_grader  # noqa: PLC0415 - see above

    key = settings.llm_key.get_secret_value() if settings.llm_key else ""
    is_private = settings.llm_private == "yes"
    access = LlmAccess(settings.llm_url, settings.llm_model, settings.llm_timeout, key, is_private)
    return llm_grader(access, CallBudget(calls, settings.llm_per_day, clock), best, clock)
