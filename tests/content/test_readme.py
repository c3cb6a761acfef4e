from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from bot.domain.question import Level, Question
from bot.packs.coverage import coverage, coverage_table, read_guides
from bot.packs.rules.tables import source_tables
from tests.content.formats import FORMATS, format_of
from tests.content.shipped import PACK, shipped_pack

LEVELS = (*(level.value for level in Level), "all")


def counted(kinds: Sequence[str], kind_of: Callable[[Question], str]) -> Iterator[tuple[str, ...]]:
    """Give the rows that the pack makes: questions by kind and level, and their sums."""
    counts = Counter((kind_of(question), question.level) for question in shipped_pack().pack.questions)
    for kind in kinds:
        row = [counts[kind, level] for level in Level]
        yield kind, *map(str, (*row, sum(row)))
    sums = [sum(counts[kind, level] for kind in kinds) for level in Level]
    yield "all", *map(str, (*sums, sum(sums)))


def test_the_tables_count_the_questions() -> None:
    by_topic, by_format, _ = source_tables((PACK / "README.md").read_text(encoding="utf-8"))

    assert by_topic.rows == (
        ("Topic", *LEVELS),
        *counted(shipped_pack().pack.topics, lambda question: question.main_topic),
    )
    assert by_format.rows == (("What is asked", *LEVELS), *counted(FORMATS, format_of))


def test_the_table_of_exams_is_what_the_command_draws() -> None:
    drawn = coverage_table(coverage(shipped_pack().pack, read_guides(PACK)))

    assert f"\n\n{drawn}\n" in (PACK / "README.md").read_text(encoding="utf-8")


def test_every_question_names_a_domain_that_there_is() -> None:
    guides = read_guides(PACK)

    assert [row for row in coverage(shipped_pack().pack, guides) if not row.title] == []
    assert [question.id for question in shipped_pack().pack.questions if not question.exam] == []
