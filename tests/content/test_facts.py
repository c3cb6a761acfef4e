"""FACTS.md: what each answer rests on."""

import re
from datetime import date

from bot.packs.rules.tables import SourceTable, source_tables
from tests.content.shipped import PACK, shipped_pack

HEADER = ("Question", "Fact", "Address", "Date", "Seen")
NO_PAGE = "—"


def facts() -> SourceTable:
    (table,) = source_tables((PACK / "FACTS.md").read_text(encoding="utf-8"))
    return table


def test_rows_have_a_cell_for_each_column() -> None:
    table = facts()

    assert (table.rows[0], {len(row) for row in table.rows}) == (HEADER, {len(HEADER)})
    assert [row for row in table.rows if not all(row)] == []


def test_every_question_has_its_facts_and_no_other() -> None:
    linked = {row[0] for row in facts().rows[1:]}

    assert linked == {f"[{question.id}](questions/{question.id}.md)" for question in shipped_pack().pack.questions}


def test_no_fact_is_listed_twice_for_a_question() -> None:
    named = [row[:2] for row in facts().rows[1:]]

    assert len(set(named)) == len(named)


def test_addresses_are_pages_of_aws_and_missing_only_where_none_was_seen() -> None:
    hosts = "|".join(map(re.escape, shipped_pack().pack.reference_domains))
    link = rf"\[[^\]]+\]\(https://(?:{hosts})/[^\s()]+\)"
    pages = re.compile(rf"{link}(?:, {link})*")

    lacking = [
        row
        for row in facts().rows[1:]
        if not pages.fullmatch(row[2]) and not (row[2] == NO_PAGE and row[4].startswith("not seen"))
    ]

    assert lacking == []


def test_each_fact_says_when_and_whether_it_was_seen() -> None:
    rows = facts().rows[1:]

    assert [row for row in rows if not re.match(r"(?:not )?seen\b", row[4])] == []
    assert [row for row in rows if date.fromisoformat(row[3]) > date(2026, 11, 29)] == []
