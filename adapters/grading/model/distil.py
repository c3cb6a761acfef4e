"""Builds the table of static word vectors anew: `python -m adapters.grading.model.distil MODEL_FOLDER [TABLE]`.

Each wordpiece goes through the model by itself; what comes out is centred, reduced to the principal components, and
rounded to int8; the idea is that of https://github.com/MinishLab/model2vec. On one kind of processor the file comes out
the same to the byte; on another, where the last digits of sums differ, two numbers in ten thousand differ by 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from adapters.grading.vectors.files import VOCABULARY, WEIGHTS, read_pieces
from adapters.grading.vectors.static import SHIPPED_TABLE
from adapters.grading.vectors.transformer import Transformer, read_weights
from adapters.grading.vectors.words import Matrix

DIMS = 256
#: The components are computed from each so-manieth piece: all of them give nothing better.
SAMPLE_STEP = 16
_LARGEST = 127
_BATCH = 32
_UNKNOWN = "[UNK]"
_FRAME = frozenset({"[PAD]", "[CLS]", "[SEP]", "[MASK]"})


@dataclass(frozen=True, slots=True)
class Projection:
    """Where vectors are seen from, and along which axes, the most telling first."""

    mean: NDArray[np.float64]
    axes: NDArray[np.float64]

    @classmethod
    def fitted(cls, sample: Matrix) -> "Projection":
        """Find the principal components of a sample."""
        precise = sample.astype(np.float64)
        mean = precise.mean(axis=0)
        _, axes = np.linalg.eigh(np.cov(precise - mean, rowvar=False))
        axes = axes[:, ::-1][:, :DIMS]
        # An axis may point either way: its largest component is made positive.
        largest = np.abs(axes).argmax(axis=0)
        return cls(mean, axes * np.sign(axes[largest, np.arange(DIMS)]))

    def rounded(self, vectors: Matrix) -> NDArray[np.int8]:
        """Project vectors, and scale each so that its largest number is 127 or -127."""
        rows = (vectors.astype(np.float64) - self.mean) @ self.axes
        rounded: NDArray[np.int8] = np.rint(rows * (_LARGEST / np.abs(rows).max(axis=1, keepdims=True))).astype(np.int8)
        return rounded


def useful(pieces: Sequence[str]) -> list[int]:
    """Give the numbers of the pieces that a table is worth having for: those of English text, and the unknown one."""
    return [
        number
        for number, piece in enumerate(pieces)
        if piece == _UNKNOWN or (piece.isascii() and not piece.startswith("[unused") and piece not in _FRAME)
    ]


def vectors_of(transformer: Transformer, pieces: Sequence[str], numbers: Sequence[int]) -> Matrix:
    """Give the model's vector of each of some pieces, each alone in its text."""
    first, last = pieces.index("[CLS]"), pieces.index("[SEP]")
    texts = np.array([[first, number, last] for number in numbers])
    with threadpool_limits(limits=1, user_api="blas"):
        batches = [
            transformer.run(texts[start : start + _BATCH])[1 :: texts.shape[1]]
            for start in range(0, len(texts), _BATCH)
        ]
    return np.concatenate(batches)


def distil(
    model: Annotated[Path, typer.Argument(help="Folder of the installed model.")],
    table: Annotated[Path, typer.Argument(help="File to write.")] = SHIPPED_TABLE,
) -> None:
    """Build the table, which takes about a minute."""
    pieces = read_pieces(model / VOCABULARY.name)
    numbers = useful(pieces)
    vectors = vectors_of(Transformer(read_weights(model / WEIGHTS.name)), pieces, numbers)
    rows = Projection.fitted(vectors[::SAMPLE_STEP]).rounded(vectors)
    kept = [pieces[number] for number in numbers]
    rows[kept.index(_UNKNOWN)] = 0  # two unknown words are not alike
    np.savez(table, pieces=np.frombuffer("\n".join(kept).encode(), np.uint8), vectors=rows)


if __name__ == "__main__":
    typer.run(distil)
