"""The installed model, for the tests that need it."""

import pytest

from adapters.grading.vectors.files import is_installed
from bot.config.settings import read_settings

MODEL = read_settings().model_dir
needs_model = pytest.mark.skipif(
    not is_installed(MODEL), reason="the model is not installed; `askaday grading install-model` does it"
)
