"""The shipped pack's rubrics, a line for each question: `python -m tests.content.frozen` writes it.

Rubrics are frozen, since answers by several hands were scored by them: whoever changes one says why with the change.
"""

import hashlib
from pathlib import Path

from bot.domain.question import Question
from tests.content.shipped import shipped_pack

FILE = Path(__file__).with_name("frozen.txt")


def frozen() -> list[str]:
    """Give each question's id with a digest of its rubric."""
    return [f"{one.id} {_digest(one)}" for one in sorted(shipped_pack().pack.questions, key=lambda one: one.id)]


def _digest(question: Question) -> str:
    rubric = [(one.text, one.alt, one.contrary, one.weight) for one in question.key_points]
    return hashlib.sha256(repr((question.at_least, rubric)).encode()).hexdigest()[:12]


if __name__ == "__main__":
    FILE.write_text("\n".join([*frozen(), ""]), encoding="utf-8")
