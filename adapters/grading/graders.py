"""The graders a series may choose."""

from collections.abc import Callable

from adapters.grading.aligned.aligning import RUBRICS, RUBRICS_OF_A_PACK
from adapters.grading.aligned.lexical import lexical_grader
from adapters.grading.aligned.semantic import semantic_grader
from adapters.grading.llm.budget import CallBudget
from adapters.grading.llm.endpoint import LlmAccess
from adapters.grading.llm.grader import llm_grader
from adapters.grading.participation import ParticipationGrader
from adapters.grading.vectors.files import is_installed
from bot.config.settings import Settings
from bot.domain.series import BY_MEANING, DEFAULT_GRADER
from bot.ports.calls import CallCount
from bot.ports.clock import Clock
from bot.ports.grader import Grader


def there_are(settings: Settings | None, clock: Clock, calls: Callable[[Settings], CallCount]) -> dict[str, Grader]:
    """Give them by name; `keypoints` is the best of those that compare words.

    Without settings there are only those that need none. `semantic` is there where its model is installed, and `llm`
    where a language model is set up, whose calls are counted by what `calls` gives.

    Raises:
        ModelError: a language model is set up, and its client is not installed.
    """
    # Without settings there are no rounds: a pack is checked, rule by rule.
    rubrics = RUBRICS_OF_A_PACK if settings is None else RUBRICS
    found: dict[str, Grader] = {"lexical": lexical_grader(rubrics=rubrics)}
    if settings is not None and is_installed(settings.model_dir):
        found[BY_MEANING] = semantic_grader(settings.model_dir)
    best = found.get(BY_MEANING, found["lexical"])
    if settings is not None and settings.llm_url:
        budget = CallBudget(calls(settings), settings.llm_per_day, clock)
        found["llm"] = llm_grader(_access(settings), budget, best, clock)
    return {DEFAULT_GRADER: best, **found, "participation": ParticipationGrader()}


def _access(settings: Settings) -> LlmAccess:
    key = settings.llm_key.get_secret_value() if settings.llm_key else ""
    is_private = settings.llm_private == "yes"
    return LlmAccess(settings.llm_url, settings.llm_model, settings.llm_timeout, key, is_private)
