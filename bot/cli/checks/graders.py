"""Which grader judges answers, and why; a language model is asked once."""

from typing import TYPE_CHECKING

from bot.cli.checks.report import Report
from bot.errors import AskadayError

if TYPE_CHECKING:
    from bot.config.settings import Settings

#: Seconds after which a language model counts as silent here.
_PATIENCE = 5


def check_graders(report: Report, settings: "Settings") -> None:
    """Say what `keypoints` compares, and whether the language model answers."""
    # slow import
    from adapters.grading.vectors.files import is_installed

    if is_installed(settings.model_dir):
        report.say("grader", f"keypoints compares meanings, with the model in {settings.model_dir}")
    else:
        how = "`askaday grading install-model` installs it"
        report.say("grader", f"keypoints compares words: no model is in {settings.model_dir}; {how}")
    if settings.llm_url:
        _check_llm(report, settings)


def _check_llm(report: Report, settings: "Settings") -> None:
    # slow import
    from adapters.grading.llm.endpoint import Endpoint, LlmAccess, require_client

    key = settings.llm_key.get_secret_value() if settings.llm_key else ""
    access = LlmAccess(settings.llm_url, settings.llm_model, min(settings.llm_timeout, _PATIENCE), key)
    where = f"{settings.llm_model} at {settings.llm_url}"
    try:
        require_client()
        Endpoint(access).complete([{"role": "user", "content": 'Reply with the JSON object {"points": []}.'}])
    except AskadayError as error:
        report.warn("grader", f"llm: {where}: {error} Until it answers, keypoints grades in its place.")
    else:
        report.say("grader", f"llm: {where} answers")
