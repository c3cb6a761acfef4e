"""The graders as they are tested, opened once."""

from functools import cache

import pytest

from adapters.grading.aligning import AligningGrader
from adapters.grading.lexical import lexical_grader
from adapters.grading.model_files import is_installed
from adapters.grading.semantic import semantic_grader
from bot.config import default_settings

_MODEL = default_settings().model_dir
needs_model = pytest.mark.skipif(not is_installed(_MODEL), reason="`askaday grading install-model` was not run")
#: Both, the one that needs the model only where it is installed.
BOTH = ("lexical", pytest.param("semantic", marks=needs_model))


@cache
def grader(name: str) -> AligningGrader:
    return lexical_grader() if name == "lexical" else semantic_grader(_MODEL)
