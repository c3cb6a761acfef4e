# ruff: noqa: E501 - rows of tables stay on one line each
import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.domain.question import KeyPoint, Level, Question, Reference
from bot.errors import AskadayError, InputError, PackError
from bot.packs.exporting import ExportForm, export_text
from bot.packs.folder import read_pack
from bot.packs.importing.form import Form
from bot.packs.importing.guessing import level_in
from bot.packs.importing.importer import Imported, Wanted, import_file
from bot.packs.rubric import statements
from tests.growth import seconds
from tests.packs.samples import make_pack

TODAY = date(2026, 11, 21)
DUE = date(2027, 11, 21)


def imported(folder: Path, file_name: str, text: str | bytes, **wanted: object) -> Imported:
    file = folder / file_name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_file(file, Wanted(**wanted), TODAY)  # type: ignore[arg-type]  # fields by name


def refusal(folder: Path, file_name: str, text: str | bytes, **wanted: object) -> str:
    with pytest.raises(AskadayError) as caught:
        imported(folder, file_name, text, **wanted)
    return str(caught.value).replace(f"{folder}/", "")


def refused(file: Path) -> str:
    with pytest.raises(PackError) as caught:
        import_file(file, Wanted(), TODAY)
    return str(caught.value)


def problems(result: Imported, folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in result.problems]


def test_page(tmp_path: Path) -> None:
    page = "The quiz\n\nSenior questions\n\n1.\n\nHow does AWS Lambda scale?\n\nAnswer\n\nLambda starts copies.\n"

    result = imported(tmp_path, "page.txt", page, fallback_name="My Quiz")

    assert (result.pack.name, result.pack.title, result.pack.version) == ("my-quiz", "The quiz", "2026.11.0")
    assert result.pack.questions == (
        Question(
            id="lambda-scale", pack="my-quiz", level=Level.PROFESSIONAL, topics=("serverless",), services=("AWS Lambda",),
            prompt="How does AWS Lambda scale?", model_answer="Lambda starts copies.",
            key_points=(KeyPoint("Lambda starts copies.", label="Lambda starts copies"),), verified=TODAY, review_by=DUE,
            draft=True,
        ),
    )  # fmt: skip


def test_page_report(tmp_path: Path) -> None:
    page = "Quiz\n\n1.\n\nWhat?\n\nAnswer\n\nThis is it.\n\nSubscribe\n"

    result = imported(tmp_path, "page.txt", page)

    assert result.report == (
        "Imported page.txt as page on 2026-11-21: 1 question.\n"
        "1 question in the section “Quiz”: level associate (the title names no level)\n"
        "the quiz ends before line 11 (“Subscribe”), where the page turns from the subject to itself: "
        "1 line was left out\n"
        "name of the pack: assumed to be “imported”\n"
        "description of the pack: assumed to be “Imported from page.txt on 2026-11-21.”\n"
        "version of the pack: assumed to be “2026.11.0”\n"
        "licence of the pack: assumed to be “unknown”\n"
        "language of the pack: assumed to be “en”\n"
        "\n"
        "Imported content is unchecked. Guessed key points, topics and levels are starting points;\n"
        "questions with proposed key points are marked `draft: true` until somebody has finished them.\n"
        "Where a question came without dates, verified is the day of the import and review_by a year\n"
        "later: check its facts before then.\n"
        "\n"
        "Guessed by question:\n"
        "  question (question 1): id, level, topics, key_points, verified, review_by\n"
    )


def test_csv_with_every_trait(tmp_path: Path) -> None:
    text = (
        "\ufeffQuestion;Answer;Difficulty;Key points;links;Note;'\r\n"
        '"What; and\r\nwhy?";It depends.;Hard;"It depends on load.\nAnd on ""cost""";Docs https://example.org/a;x;\r\n'
        ";;;;;;\r\n"
        "How?;'=1+1;easy;One is here|Two is there;https://example.org;x;\r\n"
    )

    result = imported(tmp_path, "quiz.csv", text)

    by_id = {question.id: question for question in result.pack.questions}
    assert list(by_id) == ["question", "question-2"]
    assert by_id["question"].prompt == "What; and\nwhy?"
    assert by_id["question"].key_points == (KeyPoint("It depends on load."), KeyPoint('And on "cost"'))
    assert by_id["question"].references == (Reference("Docs", "https://example.org/a"),)
    assert by_id["question"].level is Level.PROFESSIONAL
    assert by_id["question-2"].model_answer == "=1+1"
    assert by_id["question-2"].key_points == (KeyPoint("One is here"), KeyPoint("Two is there"))
    assert by_id["question-2"].references == (Reference("https://example.org", "https://example.org"),)
    assert by_id["question-2"].level is Level.FOUNDATION
    assert result.report.split("\n")[1:3] == ["the column “Note” was left out", "the column “'” was left out"]


def test_csv_with_tabs_and_mapping(tmp_path: Path) -> None:
    text = "F\tA\tTags\tSkip\nWhat is it?\tA thing.\tedge\tx\n"

    result = imported(tmp_path, "quiz.tsv", text, columns={"F": "prompt", "A": "model_answer", "Skip": ""})

    assert [(one.prompt, one.model_answer, one.topics) for one in result.pack.questions] == [
        ("What is it?", "A thing.", ("edge",))
    ]
    assert "left out" not in result.report


def test_csv_row_problems(tmp_path: Path) -> None:
    text = (
        "id,prompt,model_answer,at_least,pack.title,key_points\n"
        'ok,P,"So\nit is.",1,T,Point\n'
        "ok,P,So.,,T,\n"
        "many,P,So.,5,U,Point\n"
        "long,P,So.,1,T,Point,more\n"
        "none,,So.,x,T,[1]\n"
    )

    result = imported(tmp_path, "quiz.csv", text)

    assert [question.id for question in result.pack.questions] == ["ok"]
    assert problems(result, tmp_path) == [
        "quiz.csv:5: row 3: pack.title: differs from the row before; all rows must name one pack",
        "quiz.csv:6: row 4: has 7 cells, but the header names 6 columns",
        "quiz.csv:4: row 2: id: “ok” is the id of an earlier question too",
        "quiz.csv:5: row 3: at_least: is 5, but the question has 1 key point",
        "quiz.csv:7: row 5: key_points[1]: must be keys and values (saw 1)",
        "quiz.csv:7: row 5: at_least: must be a whole number (saw x)",
        "quiz.csv:7: row 5: prompt: is missing",
    ]


@pytest.mark.parametrize(
    ("text", "columns", "reason"),
    [
        ("a,b\n1,2\n", {}, "q.csv:1: must have columns for prompt and model_answer (saw: a, b); name yours with --map COLUMN=prompt"),
        ("a,b\n", {"c": "prompt"}, "There is no column “c”; the file has: a, b."),
        ("question,prompt,answer\n", {}, "Several columns give “prompt”; say which with --map COLUMN=prompt."),
        ('prompt,answer\nP,"A\n', {}, "q.csv:2: the row that begins here is no valid CSV: unexpected end of data"),
        ("prompt,answer\n", {}, "q.csv: holds no questions"),
    ],
)  # fmt: skip
def test_csv_refused(tmp_path: Path, text: str, columns: Mapping[str, str], reason: str) -> None:
    assert refusal(tmp_path, "q.csv", text, columns=columns) == reason


def test_csv_mapping_to_an_unknown_field(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no field “nothing”; there are: id, title, level"):
        imported(tmp_path, "q.csv", "a,b\n", columns={"a": "nothing"})


def test_json_list(tmp_path: Path) -> None:
    data = [{"prompt": "What is Amazon S3?", "model_answer": "Storage.", "verified": "2026-01-01"}]

    result = imported(tmp_path, "data", json.dumps(data), name="mine")

    assert [(one.ref, one.topics, one.review_by) for one in result.pack.questions] == [
        ("mine/s3", ("storage",), date(2027, 1, 1))
    ]


def test_guessed_topics_come_from_the_vocabulary(tmp_path: Path) -> None:
    questions = [
        {"prompt": "What is Amazon S3?", "model_answer": "Storage."},
        {"prompt": "Why?", "model_answer": "So."},
    ]

    result = imported(tmp_path, "q.json", json.dumps({"topics": ["edge", "storage"], "questions": questions}))

    assert [(one.id, one.topics) for one in result.pack.questions] == [("question", ("edge",)), ("s3", ("storage",))]


def test_yaml_problems_name_lines(tmp_path: Path) -> None:
    text = "name: mine\nquestions:\n  - prompt: P\n    model_answer: So.\n    levle: x\n  - prompt: P\n    model_answer: So.\n  - 7\n"

    result = imported(tmp_path, "quiz.txt", text)

    assert problems(result, tmp_path) == [
        "quiz.txt:8: question 3: must be an object with the fields of a question",
        (
            "quiz.txt:5: question 1: levle: is not a known key; did you mean “level”? "
            "If not, leave it out with --map levle="
        ),
    ]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("q.txt", b"", "q.txt: is empty"),
        ("q.txt", b" \n\n", "q.txt: is empty"),
        ("q.txt", b"a\nb\x00", "q.txt:2: is not text (it holds a zero byte)"),
        ("q.txt", b"a\n\xff\x01\x02", "q.txt:2: is not UTF-8 text, and of no encoding that can be told; save it as UTF-8, or say --encoding"),
        ("q.txt", "Just a page.", "q.txt: holds no questions: a page needs questions with a number, a heading, bold type or “Q:”, each followed by a line “Answer” or by options"),
        ("q.json", "{", "q.json:1: is no valid JSON: Expecting property name enclosed in double quotes"),
        ("q.json", "[" * 200_000, "q.json: is nested too deeply"),
        ("q.json", "[]", "q.json: holds no questions"),
        ("q.json", "7", "q.json: must be a list of questions, or an object with the key “questions” that holds one"),
        ("q.json", '{"a": 1, "a": 2}',
         ("2 problems:\n  q.json: the key “a” is given twice in one object\n"
          "  q.json: must be a list of questions, or an object with the key “questions” that holds one")),
        ("q.json", '{"name": "A b", "zzz": 1, "questions": []}',
         "q.json: holds no questions"),
        ("q.json", '[{"prompt": "\\ud800", "model_answer": "So."}]',
         "q.json: question 1: prompt: holds half a character (a lone surrogate)"),
        ("q.json", '[{"prompt": "# P", "model_answer": "```\\nx y"}]',
         ("3 problems:\n  q.json: question 1: key_points: is missing; only a question with choices may do without\n"
         "  q.json: question 1: prompt: holds the level-1 heading “P”; use ## or deeper\n"
         "  q.json: question 1: model_answer: holds a code fence that is not closed")),
        ("q.yaml", "a: [", "q.yaml:2: is no valid YAML: did not find expected node content"),
        ("q.yaml", "questions: 1\n", "q.yaml:1: must be a list of questions, or an object with the key “questions” that holds one"),
    ],
)  # fmt: skip
def test_file_refused(tmp_path: Path, name: str, text: str | bytes, reason: str) -> None:
    assert refusal(tmp_path, name, text) == reason


def test_file_missing(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read: No such file or directory"):
        import_file(tmp_path / "gone.csv", Wanted(), TODAY)


def test_file_that_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")

    said = [refused(path) for path in (tmp_path / "pipe.csv", Path("/dev/zero"), tmp_path)]

    assert said == [
        f"{tmp_path}/pipe.csv: is no ordinary file; copy what it gives into one",
        "/dev/zero: is no ordinary file; copy what it gives into one",
        f"{tmp_path}: is a folder",
    ]


@pytest.mark.parametrize("name", ["Bad_Name!", "a--b", "", "a" * 41, "a\n"])
def test_name_that_is_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        imported(tmp_path, "q.csv", "prompt,answer\nP,A\n", name=name)

    assert caught.value.hint == (
        "Use lower-case letters, digits and single hyphens, like cloud-basics; at most 40 characters."
    )


def test_report_where_nothing_is_guessed(tmp_path: Path) -> None:
    exported = export_text(read_pack(make_pack(tmp_path / "demo")).pack, ExportForm.JSON)

    result = imported(tmp_path, "demo.json", exported)

    assert result.report == "Imported demo.json as json on 2026-11-21: 1 question.\n"


def test_problem_shows_nothing_that_steers_a_terminal(tmp_path: Path) -> None:
    said = refusal(tmp_path, "q.csv", 'prompt,answer,at_least\nP,So.,"\x1b[31m\nred"\n')

    assert said == "q.csv:2: row 1: at_least: must be a whole number (saw [31m red)"


def test_file_too_large(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(101 * 2**20)

    with pytest.raises(PackError, match="is larger than 100 MB; split it"):
        import_file(tmp_path / "large.txt", Wanted(), TODAY)


def test_form_said_goes_before_the_form_guessed(tmp_path: Path) -> None:
    assert refusal(tmp_path, "q.json", "[]", form=Form.PAGE).startswith("q.json: holds no questions: a page needs")


@pytest.mark.repeats
@pytest.mark.parametrize("part", ["word ", "  • a list item\n", "Title:\n", "# a\n", "{\n", "a b\n"])
def test_long_answer_is_one_answer_and_takes_time_in_proportion(tmp_path: Path, part: str) -> None:
    def read(parts: int) -> None:
        page = f"1.\n\nWhat is it?\n\nAnswer\n\nThis.\n\n{part * parts}\n"
        assert len(imported(tmp_path, "page.txt", page).pack.questions) == 1

    few, many = seconds(lambda: read(1_000)), seconds(lambda: read(4_000))

    assert many < 8 * few


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Freshers and Intermediate", "associate"),
        ("senior-level", "professional"),
        ("EASY", "foundation"),
        ("Part two", None),
    ],
)
def test_level_by_title(title: str, level: str | None) -> None:
    assert level_in(title) == level


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        ("Intro.\n\n- **Copies data across zones**: it does. More.\n- Short\n- It keeps a log. And more.",
         ["Copies data across zones", "It keeps a log."]),
        ("```text\n- not a point at all\n```\n\nFirst sentence here. Second.", ["First sentence here."]),
        ("### 1. Keep copies in two zones\n\n1. Keep copies in two zones", ["Keep copies in two zones"]),
        ("\n".join(f"- This is point {n} here" for n in range(9)), [f"This is point {n} here" for n in range(7)]),
        ("- " + "word " * 100, ["word " * 39 + "word …"]),
        ("```\n```", []),
    ],
)  # fmt: skip
def test_key_points_by_structure(answer: str, points: list[str]) -> None:
    assert statements(answer) == points
