"""Installs the model: lets its files be fetched, checks them, makes what is run of them, and puts all in its place.

Nothing else of Askaday ever fetches anything of the model.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.grading.model.quantizing import quantized_model
from adapters.grading.model.sources import Progress, Source
from adapters.grading.vectors.files import MODEL_FILES, QUANTIZED, WEIGHTS, ModelFile
from adapters.grading.vectors.transformer import read_weights
from bot.errors import ModelError


def install(source: Source, folder: Path, progress: Progress) -> None:
    """Install the model into a folder, in place of what is there of it.

    The files get their names only when all of them have arrived whole. Until then they are in a folder of their own
    beside that place, which goes away whatever goes wrong.

    Raises:
        ModelError: they are not to be had, or are not what they should be, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".incoming-", dir=folder) as incoming:
            source.fetch(Path(incoming), progress)
            for file in MODEL_FILES:
                _check(file, Path(incoming))
            _quantize(Path(incoming))
            for name in (*(file.name for file in MODEL_FILES), QUANTIZED):
                (Path(incoming) / name).replace(folder / name)
    except OSError as error:
        raise ModelError(
            f"The model cannot be written to {folder}: {error.strerror or error}.",
            hint="Free 300 MB there, or name another folder in ASKADAY_MODEL_DIR.",
        ) from None


def _quantize(folder: Path) -> None:
    weights = read_weights(folder / WEIGHTS.name)
    with (folder / QUANTIZED).open("wb") as file:
        file.write(quantized_model(weights))
        file.flush()
        # Its name says that it is whole; a power cut must not make that a lie.
        os.fsync(file.fileno())


def _check(file: ModelFile, folder: Path) -> None:
    if file.is_in(folder):
        return
    size = (folder / file.name).stat().st_size
    found = f"it has {size:,} bytes instead of {file.size:,}" if size != file.size else "its SHA-256 differs"
    raise ModelError(
        f"{file.name} is not the one that is needed: {found}. Nothing was installed.",
        hint="Take it from elsewhere: `--from index`, `--from hub` or `--from FOLDER`.",
    )
