import os
from pathlib import Path

import pytest

from tests.waiting import until_it_reads


def test_process_whose_calls_may_not_be_read_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refuse)

    until_it_reads(os.getpid())
