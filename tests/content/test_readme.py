import re

from bot.packs.rules.tables import SourceTable, source_tables
from tests.content.shipped import PACK, shipped_pack

HEADER = ("No.", "Topic", "Question", "Wrong, stale or missing in the outline", "What the answer says", "Source")
NOTHING_WRONG = ("—", "—", "—")


def table_of_topics() -> SourceTable:
    text = (PACK / "README.md").read_text(encoding="utf-8")
    (table,) = (table for table in source_tables(text) if table.rows[0] == HEADER)
    return table


def test_the_table_has_sixty_topics_in_order() -> None:
    numbers = [row[0] for row in table_of_topics().rows[1:] if row[0]]

    assert numbers == [str(number) for number in range(1, 61)]


def test_the_table_lists_every_question_once() -> None:
    first_rows = [row for row in table_of_topics().rows[1:] if row[0]]

    assert sorted(row[2] for row in first_rows) == [
        f"[{question.id}](questions/{question.id}.md)" for question in shipped_pack().pack.questions
    ]


def test_the_table_names_topic_and_question_in_the_first_row_of_a_topic_only() -> None:
    given = {tuple(bool(cell) for cell in row[:3]) for row in table_of_topics().rows[1:]}

    assert given == {(True, True, True), (False, False, False)}


def test_every_fact_has_its_correction_and_sources() -> None:
    hosts = "|".join(map(re.escape, shipped_pack().pack.reference_domains))
    link = rf"\[[^\]]+\]\(https://(?:{hosts})/[^\s()]+\)"
    sources = re.compile(rf"{link}(?:, {link})*")
    facts = [row[3:] for row in table_of_topics().rows[1:] if row[3:] != NOTHING_WRONG]

    lacking = [fact for fact in facts if "—" in fact or not all(fact) or not sources.fullmatch(fact[2])]

    assert (lacking, len(facts) > 0) == ([], True)


def test_the_table_is_even() -> None:
    assert {len(row) for row in table_of_topics().rows} == {len(HEADER)}
