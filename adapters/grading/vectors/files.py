"""What an installed model consists of: all-MiniLM-L6-v2 (Apache-2.0), https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of the model, as it must be to the bit."""

    name: str
    size: int
    sha256: str

    def is_in(self, folder: Path) -> bool:
        """Tell whether a folder has the file, whole and unchanged; it takes a tenth of a second for the weights.

        Raises:
            OSError: the file is there and cannot be read.
        """
        path = folder / self.name
        if not path.is_file() or path.stat().st_size != self.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256


WEIGHTS = ModelFile("model.safetensors", 90_868_376, "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db")
VOCABULARY = ModelFile("vocab.txt", 231_508, "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3")
#: In the order in which they are put in their place: the one that takes longest is the last.
MODEL_FILES = (VOCABULARY, WEIGHTS)


#: What is made of the weights on installing; its number rises when what is made changes.
QUANTIZED = "model-int8-1.onnx"
#: Bytes; a file that is shorter was cut off by something.
_LEAST_MADE = 20_000_000


def is_installed(folder: Path) -> bool:
    """Tell whether a folder holds what grading needs; files get their names only when they are whole."""
    made = folder / QUANTIZED
    return (folder / VOCABULARY.name).is_file() and made.is_file() and made.stat().st_size > _LEAST_MADE


def read_pieces(vocabulary: Path) -> list[str]:
    """Read a vocabulary file: a wordpiece per line, UTF-8."""
    return vocabulary.read_text(encoding="utf-8").splitlines()
