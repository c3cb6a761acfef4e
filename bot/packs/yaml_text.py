"""YAML with the line of every key and item; only plain data is taken: no aliases, no tags, no key twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

# The C parser is about ten times as fast; wheels of PyYAML have it, builds from source may not.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_DEEPEST = 20
_SCALARS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp")}
_COLLECTIONS = {None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}

#: Where a value stands: the keys and indices that lead to it.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlText:
    """What a YAML text says, and where."""

    #: None where it could not be read at all.
    value: Any
    #: 1-based lines by path.
    lines: Mapping[Path, int]
    #: Line and reason.
    problems: tuple[tuple[int, str], ...]


class _Unreadable(Exception):  # noqa: N818 - not an error of the project: it never leaves this module
    """Reading cannot go on from here."""


@dataclass(slots=True)
class _Reader:
    events: Iterator[Any]
    offset: int
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    scalars: Any = field(default_factory=lambda: yaml.SafeLoader(""))

    def line(self, event: Any) -> int:
        return int(event.start_mark.line) + 1 + self.offset

    def value(self, event: Any, path: Path) -> Any:
        self.lines.setdefault(path, self.line(event))
        if len(path) > _DEEPEST:
            self.problems.append((self.line(event), "is nested too deeply"))
            raise _Unreadable
        if isinstance(event, yaml.AliasEvent):
            self.problems.append((self.line(event), f"the alias *{event.anchor} is not taken: write the value out"))
            return None
        if isinstance(event, yaml.CollectionStartEvent) and event.tag not in _COLLECTIONS:
            self.problems.append((self.line(event), f"the tag {event.tag} is not taken"))
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.scalar(event)

    def mapping(self, path: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for event in iter(self.events.__next__, None):
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                self.problems.append((self.line(event), "a key must be plain text"))
                raise _Unreadable
            key, at = event.value, _shared((*path, event.value))
            if key in entries:
                self.problems.append((self.line(event), f"the key “{key}” is given twice"))
            else:
                self.lines[at] = self.line(event)
            entries[key] = self.value(next(self.events), at)
        return entries

    def sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        for event in iter(self.events.__next__, None):
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.value(event, _shared((*path, len(items)))))
        return items

    def scalar(self, event: Any) -> Any:
        tag = event.tag or self.scalars.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag not in _SCALARS:
            self.problems.append((self.line(event), f"the tag {tag} is not taken"))
            return None
        try:
            return self.scalars.yaml_constructors[tag](self.scalars, yaml.ScalarNode(tag, event.value))
        except (ValueError, yaml.YAMLError):  # looks like a date or a number, and is none: validation says so
            return event.value


@lru_cache(maxsize=4096)
def _shared(path: Path) -> Path:
    """Give the first of all equal ones: hundreds of questions have the same keys, and each would hold them anew."""
    return path


def read_yaml(text: str, *, offset: int = 0) -> YamlText:
    """Read one YAML document; `offset` is how many lines of the file stand before the text."""
    reader = _Reader(yaml.parse(text, Loader=_Loader), offset)
    try:
        next(reader.events)  # the stream begins
        start = next(reader.events)
        value = reader.value(next(reader.events), ()) if isinstance(start, yaml.DocumentStartEvent) else None
        next(reader.events)  # the document ends
        if not isinstance(next(reader.events, None), yaml.StreamEndEvent | None):
            reader.problems.append((offset + 1, "holds more than one YAML document"))
    except (_Unreadable, StopIteration):
        value = None
    except yaml.YAMLError as error:
        value = None
        reader.problems.append((_line_of(error) + offset, f"is no valid YAML: {_reason_of(error)}"))
    return YamlText(value, reader.lines, tuple(reader.problems))


def _line_of(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return int(mark.line) + 1 if mark else 1


def _reason_of(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).strip()


class _BlockDumper(_Dumper):  # type: ignore[misc]  # the C class has no stub
    """Writes texts of several lines as literal blocks."""

    def represent_text(self, text: str) -> yaml.ScalarNode:
        r"""Quote what YAML would fold or break in unexpected places; U+2028 and U+2029 are line ends to it."""
        style = '"' if any(mark in text for mark in "\u2028\u2029\ufeff") else "|" if "\n" in text else None
        node: yaml.ScalarNode = self.represent_scalar("tag:yaml.org,2002:str", text, style=style)
        return node


_BlockDumper.add_representer(str, _BlockDumper.represent_text)


def write_yaml(value: Any) -> str:
    """Write plain data as YAML, keys in the order given."""
    written: str = yaml.dump(value, Dumper=_BlockDumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    return written
