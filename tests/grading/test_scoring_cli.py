import json
from pathlib import Path

import pytest

from tests.cli.askaday import askaday

ITEM = {
    "prompt": "What is a stack?",
    "model_answer": "The last element added is the first removed.",
    "answer": "The last element added is removed first.",
}


def lines(path: Path, *items: object) -> Path:
    path.write_text("".join(f"{json.dumps(item)}\n" for item in items), encoding="utf-8")
    return path


def test_score_gives_a_line_for_each_answer(tmp_path: Path) -> None:
    points = [{"text": "The last element added is removed first.", "weight": 2}, "A queue serves the oldest one."]
    file = lines(tmp_path / "answers.jsonl", {**ITEM, "id": "a"}, {**ITEM, "key_points": points, "answer": ""})

    done = askaday(tmp_path, "grading", "score", str(file), "--grader", "lexical")

    found = [json.loads(line) for line in done.out.splitlines()]
    assert [line["id"] for line in found] == ["a", 2]
    assert found[0]["score"] >= 0.8
    assert found[0]["met"] == [{"point": ITEM["model_answer"], "evidence": ITEM["answer"]}]
    assert found[1] == {
        "id": 2,
        "score": 0.0,
        "met": [],
        "unsure": [],
        "missed": ["The last element added is removed first.", "A queue serves the oldest one."],
        "differs": [],
        "reason": "There are no words in it that could be compared.",
        "guards": ["empty"],
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 1: no JSON"),
        ('{"prompt": "x", "answer": "y"}', "line 1: key_points or model_answer is needed"),
        ('{"prompt": "x", "model_answer": "y"}', "line 1: answer is missing"),
    ],
)
def test_score_says_what_is_wrong_with_a_file(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(text, encoding="utf-8")

    done = askaday(tmp_path, "grading", "score", str(file))

    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_score_by_an_unknown_grader_names_those_there_are(tmp_path: Path) -> None:
    done = askaday(tmp_path, "grading", "score", str(lines(tmp_path / "a.jsonl", ITEM)), "--grader", "oracle")

    assert done.status == 2
    assert "There is no grader 'oracle'." in done.err


def test_score_without_the_model_says_how_to_install_it(tmp_path: Path) -> None:
    done = askaday(
        tmp_path,
        "grading",
        "score",
        str(lines(tmp_path / "a.jsonl", ITEM)),
        "--grader",
        "semantic",
        ASKADAY_MODEL_DIR=str(tmp_path),
    )

    assert (done.status, done.out) == (1, "")
    assert "askaday grading install-model" in done.err
