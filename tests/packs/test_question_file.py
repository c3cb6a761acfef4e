# ruff: noqa: E501 - rows of tables stay on one line each
from datetime import date

import pytest
from hypothesis import given, settings

from bot.domain.question import Choice, KeyPoint, Level, Pack, Question, Reference
from bot.errors import PackError
from bot.packs.question_file import read_question, write_question
from tests.packs.samples import BODY, HEADER, question_text
from tests.packs.strategies import packs

pytestmark = pytest.mark.repeats

FULL = """id: standby
title: A primary fails
level: professional
topics: [databases, resilience]
services: [Amazon RDS]
family: failover
split_from: multi-az
exam: [SAP-C02/2.4, DVA-C02/1]
minutes: 4
short_answer: >-
  The standby takes over
  within two minutes.
key_points:
  - text: A standby takes over.
    weight: 2
    label: Standby takes over
    probe: Who answers now?
    alt: [the second one steps in]
    contrary: [the standby serves reads]
at_least: 1
hints: [Think of failure., Then think of names.]
choices_prompt: Which is true?
choices:
  - {text: It takes over., right: true, why: It does.}
  - {text: It serves reads.}
references:
  - title: The manual
    url: https://docs.aws.amazon.com/rds
verified: 2026-01-01
review_by: 2026-06-01
author: Someone
"""


def problems_of(text: str, vocabulary: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(PackError) as caught:
        read_question(text, "q.md", name="standby", pack="demo", vocabulary=vocabulary)
    return [str(problem) for problem in caught.value.problems]


def test_question_with_all_fields() -> None:
    text = question_text(FULL)

    question = read_question(text, "q.md", name="standby", pack="demo").question

    assert question == Question(
        id="standby",
        title="A primary fails",
        family="failover",
        split_from="multi-az",
        exam=("SAP-C02/2.4", "DVA-C02/1"),
        minutes=4,
        short_answer="The standby takes over within two minutes.",
        pack="demo",
        level=Level.PROFESSIONAL,
        topics=("databases", "resilience"),
        services=("Amazon RDS",),
        prompt="What does a standby do?",
        model_answer="A standby takes over.",
        key_points=(
            KeyPoint(
                "A standby takes over.",
                ("the second one steps in",),
                ("the standby serves reads",),
                2.0,
                label="Standby takes over",
                probe="Who answers now?",
            ),
        ),
        at_least=1,
        hint="Think of failure.",
        second_hint="Then think of names.",
        choices_prompt="Which is true?",
        choices=(Choice("It takes over.", right=True, why="It does."), Choice("It serves reads.")),
        references=(Reference("The manual", "https://docs.aws.amazon.com/rds"),),
        verified=date(2026, 1, 1),
        review_by=date(2026, 6, 1),
        author="Someone",
    )


def test_question_knows_its_lines() -> None:
    place = read_question(question_text(FULL), "q.md", name="standby", pack="demo").place

    assert [place.line(path) for path in [("id",), ("key_points", 0, "weight"), ("prompt",), ("nowhere",)]] == [
        2,
        16,
        35,
        1,
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("level: associate", "levle: associate", ["q.md:1: level: is missing", "q.md:3: levle: is not a known key; did you mean “level”?"]),
        ("level: associate", "level: associate\nzzz: 1", ["q.md:4: zzz: is not a known key"]),
        ("level: associate", "level: hard", ["q.md:3: level: must be 'foundation', 'associate' or 'professional' (saw hard)"]),
        ("topics: [databases]", "topics: []", ["q.md:4: topics: is empty"]),
        ("topics: [databases]", "topics: databases", ["q.md:4: topics: must be a list (saw databases)"]),
        ("topics: [databases]", "topics: [7]", ["q.md:4: topics[1]: must be text; put it in quotes (saw 7)"]),
        ("topics: [databases]", "topics: [a, a]", ["q.md:4: topics: names “a” twice"]),
        ("topics: [databases]", "topics: ['']", ["q.md:4: topics[1]: is empty"]),
        ("topics: [databases]", "topics: [databases]\ntopics: [a]", ["q.md:5: the key “topics” is given twice"]),
        ("  - text: A standby takes over.\n", "  []\n", ["q.md:5: key_points: is missing; only a question with choices may do without"]),
        ("takes over.\n", "takes over.\n    weight: 0\n", ["q.md:7: key_points[1].weight: must be above 0.0 (saw 0)"]),
        ("takes over.\n", "takes over.\n    weight: .inf\n", ["q.md:7: key_points[1].weight: must be a finite number (saw inf)"]),
        ("takes over.\n", "takes over.\n    weight: '2'\n", ["q.md:7: key_points[1].weight: must be a number (saw 2)"]),
        ("verified: 2026-01-01", "verified: 2026-13-45", ["q.md:7: verified: must be a date like 2026-11-21 (saw 2026-13-45)"]),
        ("verified: 2026-01-01", "verified: 20260101", ["q.md:7: verified: must be a date like 2026-11-21 (saw 20260101)"]),
        ("verified: 2026-01-01", "verified: 2026-07-01", ["q.md:8: review_by: is 2026-06-01, before verified (2026-07-01)"]),
        ("level: a", "at_least: 2\nlevel: a", ["q.md:3: at_least: is 2, but the question has 1 key point"]),
        ("level: a", "at_least: many\nlevel: a", ["q.md:3: at_least: must be a whole number (saw many)"]),
        ("level: a", "choices: [{text: A}]\nlevel: a", ["q.md:3: choices: has no right choice"]),
        ("level: a", "choices: [{text: A, right: true}]\nlevel: a", ["q.md:3: choices: has no wrong choice"]),
        ("level: a", "choices: [A]\nlevel: a", ["q.md:3: choices[1]: must be keys and values (saw A)"]),
        ("level: a", "choices_prompt: Which?\nlevel: a", ["q.md:3: choices_prompt: stands without choices"]),
        ("level: a", "references: [{title: T, url: www.a.b}]\nlevel: a",
         ["q.md:3: references[1].url: must be a web address that begins with https:// (saw www.a.b)"]),
        ("level: a", "hint: A\nhints: [B]\nlevel: a",
         ["q.md:4: hints: stands beside hint; put both hints here and leave hint out"]),
        ("level: a", "hints: [A, B, C]\nlevel: a", ["q.md:3: hints: has 3 entries; at most 2 are taken"]),
        ("level: a", "hints: [A, A]\nlevel: a", ["q.md:3: hints: names “A” twice"]),
        ("level: a", "split_from: standby\nlevel: a", ["q.md:3: split_from: is the question's own id"]),
        ("level: a", "family: Fail Over\nlevel: a",
         ["q.md:3: family: must be lower-case letters, digits and single hyphens, like cloud-basics (saw Fail Over)"]),
        ("level: a", "exam: [SAP-C02]\nlevel: a",
         ["q.md:3: exam[1]: must be an exam and a part of its guide, like SAP-C02/2.4 (saw SAP-C02)"]),
        ("level: a", "exam: [SAP-C02/2.4, SAP-C02/2.4]\nlevel: a", ["q.md:3: exam: names “SAP-C02/2.4” twice"]),
        ("level: a", "minutes: 0\nlevel: a", ["q.md:3: minutes: must be at least 1 (saw 0)"]),
        ("level: a", "minutes: 61\nlevel: a", ["q.md:3: minutes: must be at most 60 (saw 61)"]),
        ("level: a", "minutes: 2.5\nlevel: a", ["q.md:3: minutes: must be a whole number (saw 2.5)"]),
        ("level: a", "titel: A B\nlevel: a", ["q.md:3: titel: is not a known key; did you mean “title”?"]),
        ("level: a", "hint: *anchor\nlevel: a", ["q.md:3: the alias *anchor is not taken: write the value out"]),
        ("level: a", 'hint: "a\\x07"\nlevel: a', ["q.md:3: hint: holds the control character U+0007; take it out"]),
        ("id: standby", "id: stand-by", ["q.md:2: id: is “stand-by”, but the file is named standby.md; they must be equal"]),
        ("id: standby", "id: Stand by",
         ["q.md:2: id: must be lower-case letters, digits and single hyphens, like cloud-basics (saw Stand by)",
          "q.md:2: id: is “Stand by”, but the file is named standby.md; they must be equal"]),
        ("id: standby", "id: [", ["q.md:4: is no valid YAML: did not find expected ',' or ']'"]),
    ],
)  # fmt: skip
def test_header_problem(old: str, new: str, expected: list[str]) -> None:
    text = question_text(HEADER.replace(old, new, 1))

    assert problems_of(text) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# Prompt\n\n# Model answer\n\nA\n", ["q.md:11: “# Prompt” is empty"]),
        ("# Prompt\n\nP\n\n# Model answer\n", ["q.md:15: “# Model answer” is empty"]),
        ("# Prompt\n\nP\n", ["q.md: the heading “# Model answer” is missing"]),
        ("P\n", ["q.md:10: there is text before the heading “# Prompt”", "q.md: the heading “# Prompt” is missing",
                 "q.md: the heading “# Model answer” is missing"]),
        ("# Model answer\n\nA\n\n# Prompt\n\nP\n", ["q.md:11: “# Prompt” must stand before “# Model answer”"]),
        (BODY + "\n# Prompt\n\nP\n", ["q.md:19: the heading “# Prompt” stands twice"]),
        (BODY + "\n# More\n\nP\n", ["q.md:19: the level-1 heading “More” is not taken; use ## or deeper"]),
        (BODY + "\n```json\n{}\n", ["q.md:19: the code fence is not closed"]),
        (BODY + "\n- a\n\n  ```\n  x\n", ["q.md:21: the code fence is not closed"]),
    ],
)  # fmt: skip
def test_body_problem(body: str, expected: list[str]) -> None:
    assert sorted(problems_of(question_text(body=body))) == sorted(expected)


def test_header_unterminated() -> None:
    assert problems_of(f"---\n{HEADER}\n{BODY}") == [
        "q.md:1: the front matter is not closed: a line of three hyphens must follow it"
    ]


def test_header_missing() -> None:
    assert problems_of(BODY) == [
        "q.md:1: must begin with front matter: a line of three hyphens, YAML, a line of three hyphens"
    ]


def test_header_empty() -> None:
    assert problems_of(question_text("")) == ["q.md:1: must be keys and values (saw nothing)"]


def test_topic_outside_the_vocabulary() -> None:
    assert problems_of(question_text(), vocabulary=("edge", "cost")) == [
        "q.md:4: topics: names “databases”, which the manifest's topics do not list (edge, cost)"
    ]


def test_problems_all_at_once() -> None:
    header = HEADER.replace("level: associate", "level: easy").replace("2026-06-01", "2025-06-01").replace("id:", "nr:")

    assert len(problems_of(question_text(header, "# Prompt\n\n```\n"))) == 6


@settings(max_examples=60)
@given(pack=packs())
def test_written_question_reads_back(pack: Pack) -> None:
    for question in pack.questions:
        text = write_question(question)

        assert read_question(text, "q.md", name=question.id, pack=pack.name).question == question
