"""Who denies a key point, however the words are spelt, has not said it; who says it has."""

from dataclasses import replace

import pytest

from bot.domain.question import KeyPoint, Question
from tests.grading.graders import BOTH, grader
from tests.worlds.builders import question


def asked(prompt: str, *points: str) -> Question:
    return replace(question(), prompt=prompt, model_answer=" ".join(points), key_points=tuple(map(KeyPoint, points)))


COPYING = asked("How does it copy?", "Replication is synchronous.")
KEPT = asked("What of the messages?", "The queue keeps the order.")
RULES = asked("What about rules?", "Groups support deny rules.")
#: All words of its points stand in the question.
GIVEN = asked(
    "Is the firewall of an instance stateful or stateless, and that of a subnet?",
    "The instance's firewall is stateful.",
    "The subnet's firewall is stateless.",
)


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(
    ("of", "answer", "score"),
    [
        (COPYING, "replication is not synchronous", 0.0),
        (COPYING, "replication is not synchronus", 0.0),
        (COPYING, "replication is synchronus", 1.0),
        (COPYING, "it replicates synchronously", 1.0),
        (KEPT, "the queue does not keep the order", 0.0),
        (KEPT, "it keeps the order of messages", 1.0),
        (RULES, "groups do not support deny rules", 0.0),
        (GIVEN, "The instance's firewall is stateful, the subnet's firewall is stateless.", 1.0),
        (GIVEN, GIVEN.prompt, 0.1),
    ],
)
def test_denied_point_is_not_said(name: str, of: Question, answer: str, score: float) -> None:
    assert grader(name).grade(of, answer).score == pytest.approx(score, abs=0.01)


@pytest.mark.parametrize("name", BOTH)
def test_heading_of_a_list_is_no_statement_that_could_be_denied(name: str) -> None:
    model_answer = (
        "TCP numbers what it sends, UDP does not.\nFields that TCP has and not UDP:\n- Sequence number\n- Checksum"
    )
    compared = replace(
        question(), prompt="How do they differ?", model_answer=model_answer, key_points=(), at_least=None
    )

    judgement = grader(name).grade(compared, "In contrast to TCP, UDP has not the field sequence number.")

    assert [one.differs for one in judgement.findings] == ["", "", ""]
