"""Where the last answer of a page ends and the rest of the page begins.

The rule: the quiz ends at the first bare title (a short line flush left, after a blank line, without final punctuation,
number or list mark) that opens page furniture. Page furniture is told by its words: a block that speaks of the page,
its owner or its reader (hire, subscribe, related articles, testimonials, copyright …) instead of the subject. Lines
that only stand in for pictures ("image", "star star") count as furniture too.
"""

import re
from collections.abc import Sequence

_MOST_WORDS = 14
_NO_TITLE = re.compile(r"\s|[•◦●▪*+\-\u2013|{\[(`\"'<>]|\d+[.)]")
_FURNITURE = re.compile(
    r"""\b(?:hir(?:e|ing)|testimonials?|subscribe|newsletter|sign\ up|log\ in|cookies?\ (?:policy|settings)
    |privacy\ policy|terms\ of\ (?:service|use)|copyright|all\ rights\ reserved|read\ (?:more|next)
    |(?:related|popular|recent)\ (?:articles?|posts?|reading|(?:\S+\ ){0,4}questions?)|about\ (?:the\ author|us)
    |contact\ us|share\ this|follow\ us|leave\ a\ (?:comment|reply)|comments|frequently\ asked\ questions|faqs?
    |book\ a\ (?:demo|call)|get\ started\ (?:today|now|free)
    |download\ (?:our|the)\ |free\ trial|our\ (?:courses?|services)
    |you\ (?:may|might)\ also\ like|table\ of\ contents|advertisement|sponsored)\b|©""",
    re.IGNORECASE | re.VERBOSE,
)
_PICTURE = re.compile(r"(?:image|avatar|logo|icon|hero image|(?:star ?)+)", re.IGNORECASE)


def is_bare_title(line: str) -> bool:
    """Say whether a line is a title by its form alone."""
    text = line.lstrip("# ") if line.startswith("#") else line
    words = text.split()
    return (
        bool(words) and len(words) <= _MOST_WORDS and not _NO_TITLE.match(text) and text.rstrip()[-1] not in ".:;,!?…"
    )


def end_of_answer(lines: Sequence[str], *, begun: bool) -> int:
    """Give how many of the lines behind an Answer line belong to the answer, which may have begun on that line."""
    text_seen = begun
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        opens = not lines[index - 1].strip() if index else False
        if text_seen and _PICTURE.fullmatch(line.strip()):
            return index
        if text_seen and opens and (_is_furniture(lines, index) or "©" in line):
            return index
        text_seen = True
    return len(lines)


def _is_furniture(lines: Sequence[str], start: int) -> bool:
    """Say whether a bare title speaks of the page, or is directly followed by more lines of which one does."""
    if not is_bare_title(lines[start]):
        return False
    end = next((index for index in range(start, len(lines)) if not lines[index].strip()), len(lines))
    return any(_FURNITURE.search(line) for line in lines[start:end])
