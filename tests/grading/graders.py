"""The graders as they are tested, opened once."""

from functools import cache

import pytest

from adapters.grading.aligned.aligning import RUBRICS_OF_A_PACK, AligningGrader
from adapters.grading.aligned.lexical import lexical_grader
from adapters.grading.aligned.semantic import semantic_grader
from adapters.grading.vectors.files import is_installed
from bot.config.settings import default_settings

_MODEL = default_settings().model_dir
needs_model = pytest.mark.skipif(not is_installed(_MODEL), reason="`askaday grading install-model` was not run")
#: Both, the one that needs the model only where it is installed.
BOTH = ("lexical", pytest.param("semantic", marks=needs_model))


@cache
def grader(name: str) -> AligningGrader:
    if name == "lexical":
        return lexical_grader(rubrics=RUBRICS_OF_A_PACK)
    return semantic_grader(_MODEL, rubrics=RUBRICS_OF_A_PACK)
