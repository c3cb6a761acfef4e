# ruff: noqa: E501 - rows of tables stay on one line each
"""Every messy trait of pages saved as text, each on a page of its own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.packs.importing.pages.blocks import markdown
from bot.packs.importing.pages.prose import inline
from bot.packs.importing.pages.quiz import read_quiz
from bot.packs.importing.pages.words import words
from bot.packs.outline import faults
from tests.packs.strategies import LINES

TWO_PARTS = """\
Cache questions

hero image

Questions for juniors

1.

What is a cache?

Answer

A cache keeps copies.

1. Keep

  • It keeps.
2.

Why not?
Answer
  • It may be stale.

Questions for senior people

1.

Your cache is slow.

Answer

Measure first.

Answer

This line is text.
"""


def test_quiz_with_numbers_that_start_again() -> None:
    quiz = read_quiz(TWO_PARTS)

    assert [(one.number, one.section, one.line) for one in quiz.questions] == [
        (1, "Questions for juniors", 7), (2, "Questions for juniors", 18), (1, "Questions for senior people", 26),
    ]  # fmt: skip
    assert [[line for line in one.prompt if line] for one in quiz.questions] == [
        ["What is a cache?"], ["Why not?"], ["Your cache is slow."],
    ]  # fmt: skip
    assert [[line for line in one.answer if line] for one in quiz.questions] == [
        ["A cache keeps copies.", "1. Keep", "  • It keeps."],
        ["  • It may be stale."],
        ["Measure first.", "Answer", "This line is text."],
    ]


def test_quiz_with_numbers_beside_the_questions() -> None:
    page = "Q1. What?\nAnswer: This.\n1. Not a question\n2. Nor this\n\nQ2. How?\nAnswer:\nSo.\n"

    questions = read_quiz(page).questions

    assert [(one.number, one.prompt, [line for line in one.answer if line]) for one in questions] == [
        (1, ("What?",), ["This.", "1. Not a question", "2. Nor this"]),
        (2, ("How?",), ["So."]),
    ]


@pytest.mark.parametrize("page", ["", "Just text.\n", "Answer\n\nNo number.\n", "1.\n\nAnswer\nNo prompt.\n"])
def test_quiz_without_questions(page: str) -> None:
    assert read_quiz(page).questions == ()


@pytest.mark.parametrize(
    "tail",
    [
        "Join the newsletter\n\nWeekly news.\n",
        "Cache hiring resources\nHire developers\nHire now\n",
        "Related articles\n\nWhat is a queue?\n",
        "Popular caching questions\n\nWill caches last?\n\nYes.\n",
        "© 2025 The Page\n",
        "star star star star star\nGreat!\n",
        "image\n",
    ],
)
def test_quiz_ends_before_page_furniture(tail: str) -> None:
    quiz = read_quiz(f"1.\n\nWhat?\n\nAnswer\n\nThis.\n\nKey Takeaways\n\n  • Hire no one.\n\n{tail}")

    assert [line for line in quiz.questions[0].answer if line] == ["This.", "Key Takeaways", "  • Hire no one."]
    assert (quiz.ends_at, quiz.behind) == (13, tuple(line for line in tail.split("\n") if line))


def test_quiz_to_the_end_of_the_page() -> None:
    quiz = read_quiz("1.\n\nWhat?\n\nAnswer\n\nRead more about comments and hiring in the text.\n")

    assert (quiz.ends_at, quiz.behind) == (None, ())


def as_markdown(source: str) -> str:
    return markdown(source.strip("\n").split("\n"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One.\n\u00a0\nTwo\nthree.", "One.\n\nTwo\nthree."),
        ("Key Differences:\n\u00a0\nText.", "**Key Differences:**\n\nText."),
        ("What next?\n\nText.", "**What next?**\n\nText."),
        ("Takeaways\n\n  • A thing", "**Takeaways**\n\n- A thing"),
        ("1. First part (of two)\n\nText.\n\n2.Second\n\nText.",
         "### 1. First part (of two)\n\nText.\n\n### 2.Second\n\nText."),
        ("## Old heading\n\nText.", "### Old heading\n\nText."),
        ("4. Moving data\n:\n\nText.", "### 4. Moving data :\n\nText."),
        ("1. One\n2. Two", "1. One\n2. Two"),
        ("1. A sentence stands here.", "1. A sentence stands here."),
        ("  1. One\n  2. Two:\n    • a\n    • b\n  3. Three", "1. One\n2. Two:\n   - a\n   - b\n3. Three"),
        ("  1. One\n  • a\n  1. Two\n  • b", "1. One\n   - a\n1. Two\n   - b"),
        ("  • a:\n    • b\n  • c", "- a:\n  - b\n- c"),
        ("•tight\n\n◦ open", "- tight\n- open"),
        ("  1. One: ◦ a ◦ b\n  2. Two", "1. One:\n   - a\n   - b\n2. Two"),
        ("Text ends. •\n\nMore • inside", "Text ends.\n\nMore\n- inside"),
        ("• a by setting\nTheName. More.\n• b", "- a by setting\n  TheName. More.\n- b"),
        ("  • a\n    Pitfalls:\n\n    • b", "- a\n\n  Pitfalls:\n  - b"),
        ("Use *:* and <b> and a_b or 2 * 3 & more.", "Use `*:*` and <b> and a_b or 2 * 3 & more."),
        ("- dash\n+ plus", "- dash\n  \\+ plus"),
        ("#tag\n\n> quote", "#tag\n\n\\> quote"),
        ("Name\tSize\nA\t1\nB\t2", "| Name | Size |\n| --- | --- |\n| A | 1 |\n| B | 2 |"),
        ("| Name | Size |\n|---|---|\n| A | 1 |", "| Name | Size |\n| --- | --- |\n| A | 1 |"),
        ("Feature Group List\nScope Instance Subnet\nState Kept Lost",
         "| Feature | Group | List |\n| --- | --- | --- |\n| Scope | Instance | Subnet |\n| State | Kept | Lost |"),
        ("Feature Group List\nRule Order All rules Some rules\nState Kept Lost",
         "```text\nFeature Group List\nRule Order All rules Some rules\nState Kept Lost\n```"),
        ("Text.\naws s3 cp a b \\\n--recursive\n\naws s3 ls\n\nMore text.",
         "Text.\n\n```bash\naws s3 cp a b \\\n--recursive\n\naws s3 ls\n```\n\nMore text."),
        ("# List all\naws s3 ls", "```bash\n# List all\naws s3 ls\n```"),
        ('  • a:\n{\n"A": [\n1\n]\n}\n  • b', '- a:\n\n```json\n{\n"A": [\n1\n]\n}\n```\n\n- b'),
        ('"A": {\n"B": "c"\n}\n\nPitfalls:', '```json\n"A": {\n"B": "c"\n}\n```\n\n**Pitfalls:**'),
        ("import os\n\ndef f(a):\nreturn a\n  • b", "```python\nimport os\n\ndef f(a):\nreturn a\n```\n\n- b"),
        ("`x = f(1)`\n\n`Then this`\n\nText.", "```python\n`x = f(1)`\n\n`Then this`\n```\n\nText."),
        ("import os\nThis is a sentence of its own.", "```python\nimport os\n```\n\nThis is a sentence of its own."),
        ("Resources:\nBucket:\nType: AWS::S3::Bucket\n\nText.",
         "```yaml\nResources:\nBucket:\nType: AWS::S3::Bucket\n```\n\nText."),
        ("SELECT a\nFROM b;\n\nText.", "```sql\nSELECT a\nFROM b;\n```\n\nText."),
        ("```python\nx\n```\nText.", "```python\nx\n```\n\nText."),
        ("```python\nx", "````text\n```python\nx\n````"),
        ("``` ```\n```", "\\`\\`\\` \\`\\`\\`\n\\`\\`\\`"),
        ("```\nx\n````\n```", "```\nx\n````\n\n\\`\\`\\`"),
        ("~~~\nx\n    ~~~\n~~~\n.", "~~~\nx\n    ~~~\n~~~\n\n."),
        ("A\tb|c\n```\td", "````text\nA\tb|c\n```\td\n````"),
    ],
)  # fmt: skip
def test_answer_as_markdown(source: str, expected: str) -> None:
    assert as_markdown(source) == expected


_PIECES = st.sampled_from(
    ["  • item", "    ◦ deep", "1. One", "  2. two:", "", "Title:", "import os", "{", '"a": 1', "}", "```", "````", "~~~", "``` ```", "    ```", "A\tB", ":", "Key Value",
     "Pair Word", "aws s3 ls \\", "*a* _b_ [c](d) <e> `f` \\ | ~~~", "---", "===", "# h", "> q", "x • y ◦ z", "&amp; &"]
)  # fmt: skip


@settings(max_examples=150)
@given(lines=st.lists(_PIECES | LINES, max_size=8))
def test_answer_keeps_every_word_in_order(lines: list[str]) -> None:
    written = markdown(lines)

    assert words(written) == words("\n".join(lines))
    assert faults(written) == []


@settings(max_examples=150)
@given(text=LINES)
def test_line_shows_exactly_its_text(text: str) -> None:
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(inline(text))

    shown = "".join(child.content for child in tokens[1].children or [])

    assert (tokens[0].type, " ".join(shown.split())) == ("paragraph_open", text)
