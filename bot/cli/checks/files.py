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


def readable_by_others(path: Path) -> str:
    """Say that other accounts of this machine can read or change a file, and how to end that; empty: they cannot."""
    if os.name == "nt" or not path.is_file() or not path.stat().st_mode & 0o077:
        return ""
    return f"{path}: other accounts of this machine may read it. `chmod 600 {path}*` ends that."


def locked_file(path: Path) -> str:
    """Say why an existing file cannot be written; empty: it can, or is not there."""
    return f"{path}: it is read-only" if path.exists() and not os.access(path, os.W_OK) else ""
