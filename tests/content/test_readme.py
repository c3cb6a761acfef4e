from collections import Counter
from collections.abc import Iterator

from bot.domain.question import Level
from bot.packs.rules.tables import source_tables
from tests.content.shipped import PACK, shipped_pack

HEADER = ("Topic", *(level.value for level in Level), "all")


def counted() -> Iterator[tuple[str, ...]]:
    """Give the rows that the pack makes: questions by first topic and level, and their sums."""
    pack = shipped_pack().pack
    counts = Counter((question.topics[0], question.level) for question in pack.questions)
    for topic in pack.topics:
        row = [counts[topic, level] for level in Level]
        yield topic, *map(str, (*row, sum(row)))
    sums = [sum(counts[topic, level] for topic in pack.topics) for level in Level]
    yield "all", *map(str, (*sums, sum(sums)))


def test_the_table_counts_the_questions() -> None:
    (table,) = source_tables((PACK / "README.md").read_text(encoding="utf-8"))

    assert table.rows == (HEADER, *counted())
