from pathlib import Path

from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.question import Question
from bot.packs.checking import check
from bot.packs.folder import read_pack
from tests.packs.samples import HEADER, MANIFEST, make_pack, question_text

POINTS = """  - text: A standby takes over.
    alt: [steps in]
    contrary: [Steps in, stays away]
  - text: a standby takes over.
"""


class WordForWord:
    """Sees a key point where its text stands in the answer."""

    name = "word-for-word"

    def grade(self, question: Question, answer: str) -> Judgement:
        found = (Finding.COVERED if point.text in answer else Finding.NOT_FOUND for point in question.key_points)
        return Judgement(None, tuple(PointFinding(one) for one in found), "Word for word.")


def test_findings(tmp_path: Path) -> None:
    header = HEADER.replace("  - text: A standby takes over.\n", POINTS)
    loaded = read_pack(
        make_pack(tmp_path, {"standby.md": question_text(header)}, f"{MANIFEST}topics: [databases, edge]\n")
    )

    findings = check(loaded, WordForWord())

    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in findings.errors] == [
        "questions/standby.md:9: key_points[2].text: says the same as an earlier key point",
        "questions/standby.md:8: key_points[1].contrary[1]: is also given as right",
    ]
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in findings.advice] == [
        "questions/standby.md:1: references: names no page that supports the answer",
        "pack.yaml:7: topics[2]: “edge” is the topic of no question",
        "questions/standby.md:9: key_points[2]: the model answer itself does not meet it",
    ]


def test_findings_without_grader(tmp_path: Path) -> None:
    header = HEADER + "references: [{title: T, url: 'https://example.org'}]\n"
    loaded = read_pack(make_pack(tmp_path, {"standby.md": question_text(header)}))

    findings = check(loaded)

    assert (findings.errors, findings.advice) == ((), ())
