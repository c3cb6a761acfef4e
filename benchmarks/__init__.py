"""What is fast, measured against a reference in the same run.

Every module `bench_*` here is one benchmark, every `large_*` one that needs a large store.
"""

from pathlib import Path

#: Where processes that run modules of this package start.
ROOT = Path(__file__).parent.parent
