"""The forward pass of all-MiniLM-L6-v2 in NumPy: a BERT of six layers, in float32, straight from its weights.

The weights stay in their file and are mapped into memory: pages that are not needed (most word embeddings) are never
read. One text at a time, without padding, so that what a text gives never depends on what it comes with.
BERT: https://arxiv.org/abs/1810.04805; the file's layout: https://github.com/huggingface/safetensors#format
"""

import json
from collections.abc import Mapping
from math import pi, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.grading.vectors.words import Matrix

LAYERS = 6
HEADS = 12
DIMS = 384
_EPSILON = np.float32(1e-12)
_GELU_LINEAR = np.float32(sqrt(2 / pi))
_GELU_CUBIC = np.float32(0.044715 * sqrt(2 / pi))
#: Rows of the widest layer that stay below 128 KB.
_BLOCK = 20
#: Bytes of the length that a safetensors file begins with.
_PREFIX = 8


def read_weights(path: Path) -> Mapping[str, Matrix]:
    """Map the float32 tensors of a safetensors file into memory, by name."""
    mapped = np.memmap(path, mode="r", dtype=np.uint8)
    start = _PREFIX + int.from_bytes(mapped[:_PREFIX].tobytes(), "little")
    header = json.loads(mapped[_PREFIX:start].tobytes())
    return {
        name: mapped[slice(*(start + offset for offset in tensor["data_offsets"]))]
        .view(np.float32)
        .reshape(tensor["shape"])
        for name, tensor in header.items()
        if tensor.get("dtype") == "F32"
    }


class Transformer:
    """Turns numbers of wordpieces into vectors in their context."""

    def __init__(self, weights: Mapping[str, Matrix]) -> None:
        self._weights = weights

    def run(self, ids: NDArray[np.int64]) -> Matrix:
        """Give the last layer's vectors, one for each piece; at most 512 pieces.

        Of a matrix of numbers each row is a text, read by itself; the vectors are in rows in the same order.
        """
        states = self._embed(ids).reshape(-1, DIMS)
        for layer in range(LAYERS):
            states = self._layer(f"encoder.layer.{layer}", states, (*ids.shape, DIMS))
        return states

    def _embed(self, ids: NDArray[np.int64]) -> Matrix:
        words = self._weights["embeddings.word_embeddings.weight"][ids]
        places = self._weights["embeddings.position_embeddings.weight"][: ids.shape[-1]]
        segment = self._weights["embeddings.token_type_embeddings.weight"][0]
        return self._norm("embeddings.LayerNorm", words + places + segment)

    def _layer(self, name: str, states: Matrix, texts: tuple[int, ...]) -> Matrix:
        attended = self._attend(f"{name}.attention.self", states, texts)
        mixed = self._dense(f"{name}.attention.output.dense", attended)
        states = self._norm(f"{name}.attention.output.LayerNorm", mixed + states)
        inner = self._dense(f"{name}.intermediate.dense", states)
        _gelu(inner)
        return self._norm(f"{name}.output.LayerNorm", self._dense(f"{name}.output.dense", inner) + states)

    def _attend(self, name: str, states: Matrix, texts: tuple[int, ...]) -> Matrix:
        query, key, value = (self._dense(f"{name}.{part}", states).reshape(texts) for part in ("query", "key", "value"))
        query *= np.float32(1 / sqrt(DIMS // HEADS))
        # One head after another: what one head needs stays in the processor's cache.
        for head in range(0, DIMS, DIMS // HEADS):
            columns = slice(head, head + DIMS // HEADS)
            shares = query[..., columns] @ key[..., columns].swapaxes(-1, -2)
            _softmax(shares)
            query[..., columns] = shares @ value[..., columns]
        return query.reshape(states.shape)

    def _dense(self, name: str, states: Matrix) -> Matrix:
        result: Matrix = states @ self._weights[f"{name}.weight"].T
        result += self._weights[f"{name}.bias"]
        return result

    def _norm(self, name: str, states: Matrix) -> Matrix:
        centred = states - states.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
        result: Matrix = centred / deviation * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result


def _gelu(x: Matrix) -> None:
    """Replace x by x times the share of the normal distribution below it, nearly.

    It is the approximation by tanh of https://arxiv.org/abs/1606.08415, at most 5e-4 off and far faster than the exact
    function. It goes block by block, because new arrays of more than 128 KB cost more than what is computed in them.
    """
    for start in range(0, len(x), _BLOCK):
        block = x[start : start + _BLOCK]
        share = np.tanh(block * (_GELU_LINEAR + _GELU_CUBIC * (block * block)))
        share += 1
        share *= np.float32(0.5)
        block *= share


def _softmax(scores: Matrix) -> None:
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
