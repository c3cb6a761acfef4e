"""Code that lost its fence: where it begins, where it ends, and which language it is in."""

import re
from collections.abc import Sequence

# What begins code, by language; the first language that matches is taken.
_STRONG = {
    "bash": re.compile(
        r"(?:\$ )?(?:aws|sudo|kubectl|docker|pip3?|npm|npx|terraform|curl|cdk|sam|eksctl|git|export|chmod|mkdir|ssh)"
        r" [-a-z0-9./\"'$]"
        r"|--[a-z][\w-]+(?:[ =]|$)|#!/|.*\s\\$|arn:aws[\w-]*:\S+$"
    ),
    "python": re.compile(
        r"import [\w.]+(?: as \w+)?$|from [\w.]+ import \w|(?:async )?def \w+\(.*|class \w+.*:$|@\w[\w.]*(?:\(.*\))?$"
        r"|[a-z_][\w.]*(?:, [a-z_]\w*)* = \S|return\b.*[\w)\]'\"]$(?<!\.)|(?:try|else|finally):$|except\b.*:$"
        r"|(?:if|elif|for|while|with) .*:$|print\(|[a-z_]\w*\.\w+\(.*"
    ),
    "sql": re.compile(
        r"(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (?:\w+ )?(?:TABLE|INDEX|VIEW)|ALTER TABLE|EXPLAIN)\b"
    ),
    "json": re.compile(r"[{\[]$|[{\[]\s*[\"{\[].*|\"[^\"]+\"\s*:\s*[\"{\[\dtfn-]"),
}
_YAML_KEY = re.compile(r"(?:- )?[A-Za-z_][\w.:-]*:(?:\s+\S.*)?$")
_YAML_RUN = 3
_CLOSING = re.compile(r"[}\])]+[,;]?`?$")
_LIST_ITEM = re.compile(r"\s*(?:[•◦●▪]|\d{1,2}[.)]\s)")
_COMMENT = re.compile(r"(?:#|//|--)\s+\S")
_SENTENCE_WORDS = 7


def language_at(lines: Sequence[str], index: int) -> str | None:
    """Give the language of the code that begins at a line; None: no code begins there."""
    line = lines[index]
    if line.startswith("`") and not line.startswith("``") and line.count("`") <= 2:  # noqa: PLR2004 - a pair
        line = line.strip("`")
    if _LIST_ITEM.match(line):
        return None
    if _COMMENT.match(line):
        return (
            language_at(lines, index + 1) if index + 1 < len(lines) and not _COMMENT.match(lines[index + 1]) else None
        )
    if _is_yaml_run(lines, index):
        return "yaml"
    return next((language for language, pattern in _STRONG.items() if pattern.match(line.strip())), None)


def end_of_code(lines: Sequence[str], start: int, language: str) -> int:
    """Give the line after the last one of the code that begins at a line."""
    end, index = start + 1, start + 1
    depth = _depth(lines[start])
    while index < len(lines):
        line = lines[index]
        if not line.strip():
            index += 1
            continue
        if depth <= 0 and index > end and not _goes_on(lines, index, language):
            break
        if depth <= 0 and index == end and _is_prose(line):
            break
        if _LIST_ITEM.match(line) or (depth > 0 and _is_prose(line)):
            break
        depth += _depth(line)
        index += 1
        end = index
    return end


def _goes_on(lines: Sequence[str], index: int, language: str) -> bool:
    """Say whether the code goes on behind a blank line."""
    return lines[index].startswith("`") or language_at(lines, index) == language


def _is_yaml_run(lines: Sequence[str], index: int) -> bool:
    run = lines[index : index + _YAML_RUN]
    keys = [line for line in run if _YAML_KEY.match(line.strip())]
    return len(keys) == _YAML_RUN and bool(re.match(r"[A-Za-z_]", lines[index]))


def _depth(line: str) -> int:
    return sum(line.count(mark) for mark in "{[(") - sum(line.count(mark) for mark in "}])")


def _is_prose(line: str) -> bool:
    text = line.strip()
    if (
        text.startswith(("`", "#", "//", "--", '"', "'"))
        or _CLOSING.search(text)
        or text.endswith(("\\", "{", "(", "["))
    ):
        return False
    count = len(text.split())
    ends_as_sentence = text[-1] in ".:?!"
    return text[0].isupper() and (count >= _SENTENCE_WORDS or (count > 1 and ends_as_sentence))
