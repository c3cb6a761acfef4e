"""What others published, to hold the project against: a folder that TEST_DOCUMENTS names, none by default.

The suite needs none of it. Tests marked `documents` look into the folder and are left out of a run without one; those
marked `documents(also_without=True)` run everywhere and are held against the documents as well where they are there.
"""

import os
from pathlib import Path

import pytest


def folder() -> Path | None:
    """Give the folder; None where none is named."""
    named = os.environ.get("TEST_DOCUMENTS")
    return Path(named) if named else None


def document(*parts: str) -> Path:
    """Give the place of one document; tests that call this are marked `documents`.

    Raises:
        LookupError: the folder is not named.
        FileNotFoundError: the folder has no such file.
    """
    found = folder()
    if found is None:
        raise LookupError("TEST_DOCUMENTS names no folder; mark the test with `documents`")
    path = found.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"TEST_DOCUMENTS={found} has no {'/'.join(parts)}")
    return path


def leave_out_without_documents(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the tests that only look into documents out of a run that has none."""
    if folder() is not None:
        return
    without = [item for item in items if _needs_documents(item)]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in set(without)]


def _needs_documents(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("documents")
    return mark is not None and not mark.kwargs.get("also_without", False)
