from collections import Counter
from collections.abc import Iterator

from bot.domain.question import Level
from bot.packs.coverage import coverage, coverage_table, read_guides
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
    by_topic, _ = source_tables((PACK / "README.md").read_text(encoding="utf-8"))

    assert by_topic.rows == (HEADER, *counted())


def test_the_table_of_exams_is_what_the_command_draws() -> None:
    drawn = coverage_table(coverage(shipped_pack().pack, read_guides(PACK)))

    assert f"\n\n{drawn}\n" in (PACK / "README.md").read_text(encoding="utf-8")


def test_every_question_names_a_domain_that_there_is() -> None:
    guides = read_guides(PACK)

    assert [row for row in coverage(shipped_pack().pack, guides) if not row.title] == []
    assert [question.id for question in shipped_pack().pack.questions if not question.exam] == []
