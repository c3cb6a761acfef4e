"""The forward pass of all-MiniLM-L6-v2 in whole numbers, by ONNX Runtime."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions

from adapters.grading.vectors.words import Matrix


class QuantizedTransformer:
    """Turns numbers of wordpieces into vectors in their context; may be used by several threads."""

    def __init__(self, path: Path) -> None:
        options = SessionOptions()
        # One thread: it leaves the other cores to whoever waits for an acknowledgement.
        options.intra_op_num_threads = 1
        # Memory for the longest text ever read would be kept for good.
        options.enable_cpu_mem_arena = False
        self._session = InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def run(self, ids: NDArray[np.int64]) -> Matrix:
        """Give the last layer's vectors of one text, a row for each piece; at most 512 pieces."""
        states: Matrix = self._session.run(None, {"ids": ids, "positions": np.arange(len(ids))})[0]
        return states
