"""Whether files can be written where settings say."""

import os
import tempfile
from pathlib import Path


def unwritable(folder: Path) -> str:
    """Say why no file can be written in a folder, or why it cannot be made where it is missing; empty: it can."""
    existing = next((path for path in (folder, *folder.absolute().parents) if path.exists()), folder)
    try:
        # Rights alone do not tell: the disk may be full or read-only.
        with tempfile.NamedTemporaryFile(dir=existing, prefix=".askaday-doctor-") as file:
            file.write(b"0")
    except OSError as error:
        return f"{existing}: {error.strerror}"
    return ""


def locked_file(path: Path) -> str:
    """Say why an existing file cannot be written; empty: it can, or is not there."""
    return f"{path}: it is read-only" if path.exists() and not os.access(path, os.W_OK) else ""
