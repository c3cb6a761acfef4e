# ruff: noqa: E501 - rows of tables stay on one line each
"""Packs for properties, with texts that formats like to break."""

from datetime import date

from hypothesis import strategies as st

from bot.domain.question import Choice, KeyPoint, Level, Pack, Question, Reference
from bot.packs.outline import faults
from bot.packs.texts import tidy

_NASTY = [
    "=HYPERLINK(1)", "'=1", "-5", "@x", "+1", "a|b", "[1]", '["a"]', "null", "yes", "1.0", "2026-01-01", "~", "- a", "a: b", "#",
    "# Model answer", "---", "...", "```", "\u2028", "\u202e", "\ufeff", "\u200b", "'", '"', "\\", "<b>", "&amp;", "%TAG", "é", "🙂", "x;y,z\t",
]  # fmt: skip
_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"))
_PIECES = st.sampled_from(_NASTY) | st.text(_CHARACTERS, max_size=8)

LINES = st.lists(_PIECES, min_size=1, max_size=4).map(lambda parts: " ".join(" ".join(parts).split())).filter(bool)
MARKDOWN = (
    st.lists(_PIECES | st.sampled_from(["", "    code", "> quote", "* item"]), min_size=1, max_size=8)
    .map(lambda lines: tidy("\n".join(lines).replace("\ufeff", "")))
    .filter(lambda text: bool(text) and not faults(text))
)
_SOME_LINES = st.lists(LINES, max_size=3, unique=True).map(tuple)
_NAMES = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
_POINTS = st.lists(
    st.builds(
        KeyPoint, LINES, alt=_SOME_LINES, contrary=_SOME_LINES, weight=st.sampled_from([1.0, 2.0, 0.5]),
        label=LINES, probe=LINES,
    ) | st.builds(KeyPoint, LINES),
    min_size=1,
    max_size=3,
).map(tuple)  # fmt: skip
_CHOICES = st.just(()) | st.tuples(
    st.builds(Choice, LINES, right=st.just(True), why=LINES), st.builds(Choice, LINES, right=st.just(False))
)
_REFERENCES = st.lists(st.builds(Reference, LINES, st.just("https://example.org/a?b=c|d")), max_size=2).map(tuple)


@st.composite
def questions(draw: st.DrawFn, name: str, pack: str, topics: tuple[str, ...]) -> Question:
    choices = draw(_CHOICES)
    points = draw(st.just(()) | _POINTS) if choices else draw(_POINTS)
    hints = draw(st.lists(LINES, max_size=2, unique=True))
    return Question(
        id=name,
        pack=pack,
        level=draw(st.sampled_from(Level)),
        topics=topics[:2],
        prompt=draw(MARKDOWN),
        model_answer=draw(MARKDOWN),
        key_points=points,
        verified=date(2026, 1, 1),
        review_by=draw(st.dates(date(2026, 1, 1), date(2030, 1, 1))),
        services=draw(_SOME_LINES),
        at_least=draw(st.sampled_from([None, 1])) if points else None,
        hint=(*hints, "")[0],
        second_hint=(*hints, "", "")[1],
        choices=choices,
        choices_prompt=draw(LINES) if choices else "",
        references=draw(_REFERENCES),
        author=draw(st.just("") | LINES),
        title=draw(st.just("") | LINES),
        short_answer=draw(st.just("") | LINES),
        family=draw(st.just("") | _NAMES),
        split_from=draw(st.just("") | _NAMES.filter(lambda other: other != name)),
        exam=draw(st.sampled_from([(), ("SAP-C02/2.4",), ("CKA/3", "AZ-104/12.10")])),
        minutes=draw(st.sampled_from([None, 1, 60])),
        draft=draw(st.booleans()),
    )


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    name = draw(_NAMES)
    topics = draw(st.lists(LINES, min_size=1, max_size=3, unique=True).map(tuple))
    ids = sorted(draw(st.lists(_NAMES, min_size=1, max_size=3, unique=True)))
    return Pack(
        name=name,
        title=draw(LINES),
        description=draw(LINES),
        version=draw(LINES),
        licence="MIT",
        language="en-GB",
        questions=tuple(draw(questions(one, name, topics)) for one in ids),
        topics=draw(st.sampled_from([(), topics])),
        reference_domains=draw(st.sampled_from([(), ("example.org",), ("example.org", "docs.example.org")])),
        form=draw(st.sampled_from([1, 2])),
    )
