import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.askaday import askaday, clean_environment
from tests.servers.fake_llm import KEY, FakeLlm, Told, found

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
    assert found[0]["met"] == [{"point": ITEM["model_answer"], "evidence": ITEM["answer"].rstrip(".")}]
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


def test_score_without_a_language_model_says_how_to_set_one_up(tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", ITEM)

    done = askaday(tmp_path, "grading", "score", str(file), "--grader", "llm")

    said = "askaday: No language model is set up. ASKADAY_LLM_URL and ASKADAY_LLM_MODEL say which.\n"
    assert (done.status, done.out, done.err) == (1, "", said)


def test_score_where_the_client_for_language_models_is_not_installed(tmp_path: Path) -> None:
    # This is how Python itself notes a module that cannot be imported.
    code = "import sys; sys.modules['openai'] = None; from bot.cli import main; main()"
    settings = {"ASKADAY_LLM_URL": "http://localhost:1/v1", "ASKADAY_LLM_MODEL": "tiny"}
    said = (
        "askaday: ASKADAY_LLM_URL is set, and the client for language models is not installed. "
        "In the clone: `uv tool install --force '.[llm]'`, or `pipx install --force '.[llm]'`, or with pip "
        "`pip install '.[llm]'`. Or leave the ASKADAY_LLM_ settings out.\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, "grading", "score", "--grader", "llm"],
        cwd=tmp_path,
        env=clean_environment(tmp_path, **settings),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        said,
    )


async def test_score_by_a_language_model_that_fails_halfway(tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", *({**ITEM, "answer": f"{start} comes last leaves first."} for start in "AB"))
    told = [found(("covered", "comes last leaves first")), Told(status=500)]

    async with FakeLlm(told) as endpoint:
        settings = {"ASKADAY_LLM_URL": endpoint.address, "ASKADAY_LLM_MODEL": "tiny", "ASKADAY_LLM_KEY": KEY}
        command = ("grading", "score", str(file), "--grader", "llm")
        done = await asyncio.to_thread(lambda: askaday(tmp_path, *command, NO_PROXY="127.0.0.1", **settings))

    first, second = (json.loads(line) for line in done.out.splitlines())
    assert (done.status, len(endpoint.asked), first["score"]) == (0, 2, 1.0)
    assert first["met"] == [{"point": ITEM["model_answer"], "evidence": "comes last leaves first"}]
    assert second["score"] < 1.0
    assert "The endpoint says 500." in done.err
    assert KEY not in done.err
