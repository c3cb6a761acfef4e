# ruff: noqa: E501, RUF001 - rows of tables stay on one line each, and banks have dashes
"""Question banks in the forms that people have them in: what becomes of each."""

import json
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from bot.domain.question import Question
from bot.errors import AskadayError
from bot.packs.importing.form import Form
from bot.packs.importing.importer import Imported, Wanted, import_file

TODAY = date(2026, 11, 28)


def imported(folder: Path, name: str, text: str | bytes, **wanted: object) -> Imported:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_file(file, Wanted(**wanted), TODAY)  # type: ignore[arg-type]  # fields by name


def refusal(folder: Path, name: str, text: str | bytes, **wanted: object) -> str:
    with pytest.raises(AskadayError) as caught:
        imported(folder, name, text, **wanted)
    return str(caught.value).replace(f"{folder}/", "")


def by_prompt(result: Imported) -> dict[str, str]:
    """Give each question as what is right of it and what is wrong, or else its model answer."""
    return {question.prompt: said(question) for question in result.pack.questions}


def said(question: Question) -> str:
    if not question.choices:
        return question.model_answer
    return " ".join(f"{'+' if one.right else '-'}{one.text}" for one in question.choices)


PORT = "Which port has SSH?"
TWO = "Which two are encrypted?"
PORTS = {PORT: "-21 +22 -80"}
BOTH = {PORT: "-21 +22 -80", TWO: "+SSH -FTP +HTTPS"}
PLAIN = {"What is a port?": "A number beside an address.", "What is a host?": "A machine with an address."}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("q.txt", "1. What is a port?\nAnswer: A number beside an address.\n\n2. What is a host?\nAnswer: A machine with an address.\n", PLAIN),
        ("q.txt", "Q: What is a port?\nA: A number beside an address.\n\nQ: What is a host?\nA: A machine with an address.\n", PLAIN),
        ("q.txt", "Q1. What is a port?\nAns: A number beside an address.\nQ2. What is a host?\nAns: A machine with an address.\n", PLAIN),
        ("q.md", "1. **What is a port?**\n\n   **Answer:** A number beside an address.\n\n2. **What is a host?**\n\n   **Answer:** A machine with an address.\n", PLAIN),
        ("q.md", "**1. What is a port?**\n\n*Answer*: A number beside an address.\n\n**2. What is a host?**\n\n*Answer*: A machine with an address.\n", PLAIN),
        ("q.md", "## What is a port?\n\n**Answer**\n\nA number beside an address.\n\n## What is a host?\n\n> Answer: A machine with an address.\n", PLAIN),
        ("q.md", "# Net\n\n### 1. What is a port?\n\n<details><summary>Show answer</summary>\n\nA number beside an address.\n\n</details>\n\n### 2. What is a host?\n\n<details>\n<summary><b>Answer</b></summary>\nA machine with an address.\n</details>\n", PLAIN),
        ("q.md", "**Q: What is a port?**\n\n**A:** A number beside an address.\n\n**Q: What is a host?**\n\n**A:** A machine with an address.\n", PLAIN),
        ("q.md", "## What is a port?\n\nA number beside an address.\n\n## What is a host?\n\nA machine with an address.\n", PLAIN),
        ("q.md", "# Net\n\n| Question | Answer |\n| --- | --- |\n| What is a port? | A number beside an address. |\n| What is a host? | A machine with an address. |\n", PLAIN),
        ("q.md", f"### {PORT}\n\n- [ ] 21\n- [x] 22\n- [ ] 80\n\n### {TWO}\n\n- [x] SSH\n- [ ] FTP\n- [X] HTTPS\n", BOTH),
        ("q.txt", f"1. {PORT}\nA. 21\nB. 22\nC. 80\nB\n\n2. {TWO}\nA. SSH\nB. FTP\nC. HTTPS\nA, C\n", BOTH),
        ("q.txt", f"1) {PORT}\n   a) 21\n   b) 22\n   c) 80\nAnswer: b\n\n2) {TWO}\n   a) SSH\n   b) FTP\n   c) HTTPS\nCorrect answers: a, c\n", BOTH),
        ("q.txt", f"Question 1\n{PORT}\nA) 21\nB) 22\nC) 80\nCorrect answer: B\n\nQuestion 2\n{TWO}\nA) SSH\nB) FTP\nC) HTTPS\nCorrect answer: A, C\n", BOTH),
        ("q.txt", f"1. {PORT}\nA. 21\nB. 22\nC. 80\n\n2. {TWO}\nA. SSH\nB. FTP\nC. HTTPS\n\nAnswer key\n1. B\n2. A, C\n", BOTH),
        ("q.md", f"**{PORT}**\n\n- 21\n- 22\n- 80\n\nAnswer: 22\n", PORTS),
        ("q.md", f"## {PORT}\n\nA. 21\n**B. 22**\nC. 80\n\n## {TWO}\n\n**A. SSH**\nB. FTP\n**C. HTTPS**\n", BOTH),
        ("q.html", "<html><body><h1>Net</h1><h3>1. What is a port?</h3><p><b>Answer:</b> A number beside an address.</p><h3>2. What is a host?</h3><p><b>Answer:</b> A machine with an&nbsp;address.</p></body></html>", PLAIN),
        ("q.html", f"<!doctype html><ol><li>{PORT}<ol type=a><li>21</li><li>22</li><li>80</li></ol><p>Answer: B</p></li><li>{TWO}<ol type=A><li>SSH<li>FTP<li>HTTPS</ol><p>Answer: A and C</p></li></ol>", BOTH),
        ("q.html", "<table><tr><th>Question<th>Answer<tr><td>What is a port?<td>A number beside an address.<tr><td>What is a host?<td>A machine with an address.</table>", PLAIN),
        ("q.html", "<dl><dt>What is a port?<dd>A number beside an address.<dt>What is a host?<dd>A machine with an address.</dl>", PLAIN),
        ("q.csv", "question,answer\nWhat is a port?,A number beside an address.\nWhat is a host?,A machine with an address.\n", PLAIN),
        ("q.csv", "What is a port?,A number beside an address.\nWhat is a host?,A machine with an address.\n", PLAIN),
        ("q.csv", "sep=;\r\nFront;Back\r\nWhat is a port?;A number beside an address.\r\nWhat is a host?;A machine with an address.\r\n", PLAIN),
        ("q.csv", 'Question, Answer\n"What is a port?", "A number beside an address."\n"What is a host?", "A machine with an address."\n', PLAIN),
        ("q.txt", "What is a port?\tA number beside an address.\nWhat is a host?\tA machine with an address.\n", PLAIN),
        ("q.txt", "#separator:semicolon\n#html:false\n#columns:Front;Back\nWhat is a port?;A number beside an address.\nWhat is a host?;A machine with an address.\n", PLAIN),
        ("q.csv", f'question,a,b,c,answer\n{PORT},21,22,80,B\n{TWO},SSH,FTP,HTTPS,"A,C"\n', BOTH),
        ("q.csv", f"Question,Option 1,Option 2,Option 3,Correct Option\n{PORT},21,22,80,2\n{TWO},SSH,FTP,HTTPS,1;3\n", BOTH),
        ("q.csv", f"question|optionA|optionB|optionC|correct\n{PORT}|21|22|80|optionB\n{TWO}|SSH|FTP|HTTPS|A C\n", BOTH),
        ("q.csv", f"{PORT},21,22,80,22\n{TWO},SSH,FTP,HTTPS,AC\n", BOTH),
        ("q.csv", f'Quiz of the week,,,,\n,,,,\nQuestion - max 120 characters,Answer 1 - max 75 characters,Answer 2 - max 75 characters,Answer 3 - max 75 characters,Correct answer(s) - choose at least one\n{PORT},21,22,80,2\n{TWO},SSH,FTP,HTTPS,"1,3"\n', BOTH),
        ("q.json", json.dumps([{"question": PORT, "options": ["21", "22", "80"], "answer": "B"}, {"question": TWO, "options": ["SSH", "FTP", "HTTPS"], "answer": ["A", "C"]}]), BOTH),
        ("q.json", json.dumps({"quiz": {"net": {"q1": {"question": PORT, "options": ["21", "22", "80"], "answer": "22"}, "q2": {"question": TWO, "options": ["SSH", "FTP", "HTTPS"], "answer": ["SSH", "HTTPS"]}}}}), BOTH),
        ("q.json", json.dumps([{"question": PORT, "choices": {"A": "21", "B": "22", "C": "80"}, "correct": "B"}, {"question": TWO, "choices": {"A": "SSH", "B": "FTP", "C": "HTTPS"}, "correct": ["A", "C"]}]), BOTH),
        ("q.json", json.dumps([{"text": PORT, "answers": [{"text": "21", "isCorrect": False}, {"text": "22", "isCorrect": True}, {"text": "80", "isCorrect": False}]}, {"text": TWO, "answers": [{"text": "SSH", "isCorrect": True}, {"text": "FTP"}, {"text": "HTTPS", "isCorrect": True}]}]), BOTH),
        ("q.json", json.dumps([{"question": "Say which is a queue.", "options": ["SQS", "S3"], "correctIndex": 0}, {"question": "Say which is a store.", "options": ["SQS", "S3"], "correctIndex": 1}]), {"Say which is a queue.": "+SQS -S3", "Say which is a store.": "-SQS +S3"}),
        ("q.json", json.dumps({"What is a port?": "A number beside an address.", "What is a host?": "A machine with an address."}), PLAIN),
        ("q.json", json.dumps([["What is a port?", "A number beside an address."], ["What is a host?", "A machine with an address."]]), PLAIN),
        ("q.jsonl", "".join(f"{json.dumps({'q': question, 'a': answer})}\n" for question, answer in PLAIN.items()), PLAIN),
        ("q.yaml", f"net:\n  - q: {PORT}\n    options: [21, 22, 80]\n    correct: 2\n", PORTS),
        ("q.yaml", "AUTHOR: me\nWhat is a port?:\n  - A number beside an address.\nWhat is a host?:\n  - A machine with an address.\n", PLAIN),
        ("q.gift", f"::P:: {PORT} {{\n  ~21\n  =22 # Right.\n  ~80\n}}\n\n{TWO} {{ ~%50%SSH ~%-100%FTP ~%50%HTTPS }}\n", BOTH),
        ("q.txt", "// a remark\n$CATEGORY: net/ports\n\nSSH is encrypted. {TRUE}\n\nThe port of SSH is {=22 =twenty-two}.\n", {"SSH is encrypted.": "+True -False", "The port of SSH is _____.": "The answer is 22."}),
    ],
)  # fmt: skip
def test_questions_of_each_form(tmp_path: Path, name: str, text: str, expected: dict[str, str]) -> None:
    assert by_prompt(imported(tmp_path, name, text)) == expected


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None
        for row in rows:
            sheet.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def test_workbook(tmp_path: Path) -> None:
    data = workbook(
        [["My quiz"], [], ["Nr", "Question", "Answer 1", "Answer 2", "Answer 3", "Correct"], [1, PORT, 21, 22, 80, 2], [2, TWO, "SSH", "FTP", "HTTPS", "1,3"]],
        [["These are notes."]],
    )  # fmt: skip

    result = imported(tmp_path, "q.xlsx", data)

    assert by_prompt(result) == BOTH
    assert result.report.split("\n")[1:3] == [
        "the column “Nr” was left out",
        "the sheet “Sheet1” was left out: it has no questions",
    ]


MOODLE = f"""<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/top/Ports</text></category></question>
  <question type="multichoice"><name><text>P</text></name>
    <questiontext format="html"><text><![CDATA[<p>{PORT}</p>]]></text></questiontext>
    <generalfeedback><text>SSH has a port of its own.</text></generalfeedback>
    <answer fraction="0"><text>21</text><feedback><text>That is FTP.</text></feedback></answer>
    <answer fraction="100"><text>22</text></answer>
    <answer fraction="0"><text>80</text></answer>
  </question>
  <question type="matching"><questiontext><text>Match.</text></questiontext></question>
</quiz>
"""


def test_moodle(tmp_path: Path) -> None:
    result = imported(tmp_path, "q.xml", MOODLE)

    (question,) = result.pack.questions
    assert (by_prompt(result), question.topics) == (PORTS, ("ports",))
    assert [one.why for one in question.choices] == ["That is FTP.", "SSH has a port of its own.", ""]
    assert question.model_answer == "The answer is 22.\n\nSSH has a port of its own."
    assert [str(one).removeprefix(f"{tmp_path}/") for one in result.problems] == [
        "q.xml: 1 question of the kind “matching”, which cannot be asked"
    ]


def test_open_trivia_db(tmp_path: Path) -> None:
    entry = {
        "type": "multiple",
        "difficulty": "hard",
        "category": "Science: Computers",
        "question": "What does &quot;SSH&quot; do?",
        "correct_answer": "It opens a shell &amp; encrypts",
        "incorrect_answers": ["It resolves names", "It sends mail"],
    }

    result = imported(tmp_path, "q.json", json.dumps({"response_code": 0, "results": [entry]}))

    (question,) = result.pack.questions
    assert by_prompt(result) == {
        'What does "SSH" do?': "+It opens a shell & encrypts -It resolves names -It sends mail"
    }
    assert (question.level, question.topics, question.key_points) == ("professional", ("science-computers",), ())


def test_anki_with_html_and_tags(tmp_path: Path) -> None:
    text = "#separator:tab\n#html:true\n#tags column:3\nWhat is a <b>port</b>?\tA number<br>beside an address.\tnet basics\n"

    (question,) = imported(tmp_path, "q.txt", text).pack.questions

    assert (question.prompt, question.model_answer, question.topics) == (
        "What is a **port**?", "A number\nbeside an address.", ("net", "basics"),
    )  # fmt: skip


def test_explanations_become_why_and_part_of_the_answer(tmp_path: Path) -> None:
    entry = {"question": PORT, "options": ["21", "22"], "correct": "B", "explanation": "SSH has 22."}

    (question,) = imported(tmp_path, "q.json", json.dumps([entry])).pack.questions

    assert question.model_answer == "The answer is 22.\n\nSSH has 22."
    assert [one.why for one in question.choices] == ["", "SSH has 22."]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"question": PORT, "options": ["21", "22"], "correct": "E"}, "choices: the right answer “E” is none of the options"),
        ({"question": PORT, "options": ["21", "22"]}, "choices: no option is marked as right"),
        ({"question": PORT, "answer": "B"}, "model_answer: is “B” alone, which nobody learns from; are its options missing?"),
        ({"question": PORT, "answer": 22}, "model_answer: is “22” alone, which nobody learns from; are its options missing?"),
        ({"question": PORT, "options": ["21", "22"], "correct": ["21", "22"]}, "choices: has no wrong choice"),
        ({"question": PORT, "options": [str(n) for n in range(9)], "correct": "1"}, "choices: has 9 options; 8 can be shown"),
        ({"question": PORT, "answr": "A number.", "answer": ""}, "model_answer: is missing"),
    ],
)  # fmt: skip
def test_what_no_question_can_be_made_of(tmp_path: Path, entry: Mapping[str, object], reason: str) -> None:
    good = {"question": "What is a host?", "answer": "A machine with an address."}

    result = imported(tmp_path, "q.json", json.dumps([good, entry]))

    assert [str(one).removeprefix(f"{tmp_path}/q.json: question 2: ") for one in result.problems] == [reason]


def test_questions_of_a_page_that_have_no_answer(tmp_path: Path) -> None:
    page = "1. What is a port?\nAnswer: A number beside an address.\n\n2. What is a host?\n\n3. What is a name?\nAnswer: A word for an address.\n"

    result = imported(tmp_path, "q.txt", page)

    assert [str(one).removeprefix(f"{tmp_path}/") for one in result.problems] == [
        "q.txt:4: seems to be a question, and has no answer"
    ]


def test_one_mistake_in_all_rows_is_one_problem(tmp_path: Path) -> None:
    rows = "".join(f"What is {number}?,B\n" for number in range(300))

    said = refusal(tmp_path, "q.csv", f"question,answer\n{rows}")

    assert said == (
        "q.csv:2: model_answer: is “B” alone, which nobody learns from; are its options missing? "
        "(300 times: rows 1, 2, 3, 4, 5 and 295 more)"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("q.json", json.dumps([{"Ask": "What is a port?", "Say": "A number beside an address."}])),
        ("q.yaml", "- Ask: What is a port?\n  Say: A number beside an address.\n"),
        ("q.csv", "Ask,Say\nWhat is a port?,A number beside an address.\n"),
        ("q.xlsx", workbook([["Ask", "Say"], ["What is a port?", "A number beside an address."]])),
        ("q.html", "<table><tr><th>Ask<th>Say<tr><td>What is a port?<td>A number beside an address.</table>"),
    ],
)  # fmt: skip
def test_names_can_be_mapped_in_every_form(tmp_path: Path, name: str, text: str | bytes) -> None:
    result = imported(tmp_path, name, text, columns={"Ask": "prompt", "Say": "model_answer"})

    assert by_prompt(result) == {"What is a port?": "A number beside an address."}


def test_a_wrong_key_names_the_near_one(tmp_path: Path) -> None:
    said = refusal(tmp_path, "q.json", json.dumps([{"prompt": "What is a port?", "model_answr": "A number."}] * 300))

    assert said == (
        "q.json: must have keys for model_answer (saw: prompt, model_answr); did you mean “model_answer” by "
        "“model_answr”? Say --map model_answr=model_answer (300 times: questions 1, 2, 3, 4, 5 and 295 more)"
    )


def test_categories_become_topics_by_a_table(tmp_path: Path) -> None:
    text = "question,answer,category\nWhat is a port?,A number it is.,Net  Works\nWhat is a host?,A machine it is.,\n"

    result = imported(tmp_path, "q.csv", text, topics={"net works": "networking"}, topic="basics")

    assert {one.prompt: one.topics for one in result.pack.questions} == {
        "What is a port?": ("networking",), "What is a host?": ("basics",),
    }  # fmt: skip


def test_difficulties_as_numbers_become_levels(tmp_path: Path) -> None:
    rows = "".join(
        f"What is {word}?,It is a word.,{number}\n" for number, word in ((1, "this"), (3, "that"), (5, "it"))
    )

    result = imported(tmp_path, "q.csv", f"question,answer,difficulty\n{rows}")

    assert {one.prompt: one.level.value for one in result.pack.questions} == {
        "What is this?": "foundation", "What is that?": "associate", "What is it?": "professional",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("question;answer\r\nWas ist ein „Behälter“?;Ein Ort für Objekte – größer als ein Ordner.\r\n", "cp1252", "windows-1252"),
        ("question,answer\nCo to jest chmura obliczeniowa i gdzie się znajduje?,Usługa przechowywania i przetwarzania plików na cudzych komputerach.\n", "cp1250", "cp1250"),
        ("question\tanswer\nWhat is a café?\tA place – for coffee.\n", "utf-16", "UTF-16"),
    ],
)  # fmt: skip
def test_encoding_is_found_and_said(tmp_path: Path, text: str, encoding: str, said: str) -> None:
    result = imported(tmp_path, "q.csv", text.encode(encoding))

    lines = text.replace("\r", "").split("\n")
    assert list(by_prompt(result).items()) == [
        tuple(lines[1].replace("\t", ";").split(";" if ";" in lines[1] or "\t" in lines[1] else ",", 1))
    ]
    assert result.report.split("\n")[1] == f"encoding: {said} (--encoding says it otherwise)"


def test_encoding_can_be_named(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        "q.csv",
        "question,answer\nWas heißt π?,Die Kreiszahl ist es.\n".encode("cp1253", "replace"),
        encoding="cp1253",
    )

    assert by_prompt(result) == {"Was hei?t π?": "Die Kreiszahl ist es."}
    assert (
        refusal(tmp_path, "q.csv", "x", encoding="nonsense")
        == "There is no encoding “nonsense”. Usual ones: utf-8, windows-1252, utf-16."
    )


def test_columns_and_delimiter_can_be_named(tmp_path: Path) -> None:
    text = "net~What is a port?~A number beside an address.\n"

    result = imported(tmp_path, "q.txt", text, form=Form.CSV, titles=("category", "question", "answer"), delimiter="~")

    assert [(one.prompt, one.topics) for one in result.pack.questions] == [("What is a port?", ("net",))]


def test_another_language_is_said(tmp_path: Path) -> None:
    text = "question,answer\nWas ist ein Port und wie wird er vergeben?,Eine Zahl die zu der Adresse gehört und von dem Betriebssystem vergeben wird\n"

    result = imported(tmp_path, "q.csv", text)

    assert result.pack.language == "de"
    assert result.report.split("\n")[7] == (
        "the questions seem to be in German (de): the grader by meaning knows English alone, so answers are graded by "
        "the words they share"
    )


def test_duplicates_are_told(tmp_path: Path) -> None:
    first = imported(
        tmp_path,
        "a.csv",
        "question,answer\nHow many ports does a host have?,It has 65535 of them.\n",
        fallback_name="mine",
    ).pack
    file = tmp_path / "b.csv"
    file.write_text(
        "question,answer\nHow many ports does a host have,So many.\nHow many ports does one host have?,Many of them.\n"
    )

    result = import_file(file, Wanted(), TODAY, installed=[first])

    assert [line for line in result.report.split("\n") if "much like" in line] == [
        "2 questions much like another: “many-ports-host” and “mine/many-ports-host”, “many-ports-one-host” and “mine/many-ports-host”"
    ]


def test_lines_of_quizlet_without_a_tab_go_on_with_the_answer_above(tmp_path: Path) -> None:
    text = "What is a port?\tA number\n\nbeside an address.\nWhat is a host?\tA machine\nwith an address.\n"

    result = imported(tmp_path, "q.txt", text)

    assert by_prompt(result) == {
        "What is a port?": "A number\nbeside an address.",
        "What is a host?": "A machine\nwith an address.",
    }
    assert [line for line in result.report.split("\n") if "tab " in line] == [
        "2 lines without a tab taken as going on with the answer above"
    ]


def test_a_row_without_a_tab_below_a_header_lacks_its_answer(tmp_path: Path) -> None:
    result = imported(
        tmp_path, "q.tsv", "question\tanswer\nWhat is a port?\tA number beside an address.\nWhat is a host?\n"
    )

    assert [str(one).replace(f"{tmp_path}/", "") for one in result.problems] == [
        "q.tsv:3: row 2: model_answer: is missing"
    ]


@pytest.mark.parametrize(
    ("last", "answer"),
    [
        ("Ans: A machine with an address.", "A machine with an address."),
        ("A. A machine\nB. A port\nCorrect answer: A\n\nExplanation\nIt has comments.", "+A machine -A port"),
    ],
)
@pytest.mark.parametrize(
    "behind", ["Subscribe to our newsletter\n© 2026 Nets", "## Related articles\n\nWhat is a mask?"]
)
def test_what_a_page_says_of_itself_behind_its_last_answer_is_left_out(
    tmp_path: Path, last: str, answer: str, behind: str
) -> None:
    head = "Home  Blog\n\nQ1. Which is a port?\nA. 22\nB. A host\nAnswer: A\n\nQ2. What is a host?\n"

    result = imported(tmp_path, "q.txt", f"{head}{last}\n\n{behind}\n")

    assert by_prompt(result) == {"Which is a port?": "+22 -A host", "What is a host?": answer}
    assert [line.rpartition("turns from ")[2] for line in result.report.split("\n") if "the quiz ends" in line] == [
        "the subject to itself: 2 lines were left out"
    ]
