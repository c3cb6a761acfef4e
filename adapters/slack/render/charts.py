"""Figures as Slack's charts; where there are none, and for those who listen, as lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.slack.render import limits
from adapters.slack.render.parts import Part, bold_parts, paragraph_parts
from adapters.slack.render.rich_text import run
from adapters.slack.wire import Json
from bot.domain.card import Chart
from bot.domain.text import one_line

#: Lines share a chart unless one is so many times as high as another: beside it a low one would not be seen.
_COMPARABLE = 5


def chart_parts(block: Chart) -> Iterator[Part]:
    """Give a chart, or one for each line where they differ in scale, with the figures as lines behind it."""
    lines = tuple(_lines(block))
    said = "\n".join(line.said for line in lines)
    if not _can_be_drawn(block) or len(said) > limits.PIECE:
        yield from lines
        return
    title = one_line(block.title)
    if len(title) > limits.CHART_TITLE:
        yield from bold_parts(title)
    first, *others = [Part(_drawn(one), "", plain=()) for one in _by_scale(block)]
    yield from (replace(first, said=said, plain=lines), *others)


def _lines(block: Chart) -> Iterator[Part]:
    yield from bold_parts(block.title)
    told = "\n".join(_line(block, index) for index in range(len(block.labels)))
    if told:
        yield from paragraph_parts([run(told)])


def _line(block: Chart, index: int) -> str:
    """Say the figures of one label: "Tue: 5 answers, 60 average"."""
    figures = ", ".join(f"{values[index]} {name}" for name, values in block.lines)
    return one_line(f"{block.labels[index]}: {figures}")


def _can_be_drawn(block: Chart) -> bool:
    names = [one_line(name) for name, _ in block.lines]
    return (
        1 <= len(block.labels) <= limits.CHART_CATEGORIES
        and 1 <= len(names) <= limits.CHART_SERIES
        and len(set(names)) == len(names)
        and all(1 <= len(name) <= limits.CHART_LABEL for name in names)
    )


def _by_scale(block: Chart) -> list[Chart]:
    peaks = [max(values) for _, values in block.lines]
    if max(peaks) <= _COMPARABLE * max(min(peaks), 1) or not 1 < len(peaks) <= limits.MESSAGE_CHARTS:
        return [block]
    return [replace(block, title=_titled(block, line[0]), lines=(line,)) for line in block.lines]


def _titled(block: Chart, name: str) -> str:
    return f"{block.title}: {name}" if one_line(block.title) else name


def _drawn(block: Chart) -> Json:
    categories = _categories(block.labels)
    series = [
        {
            "name": one_line(name),
            "data": [{"label": label, "value": value} for label, value in zip(categories, values, strict=True)],
        }
        for name, values in block.lines
    ]
    title = one_line(block.title) or ", ".join(str(one["name"]) for one in series)
    chart = {"type": "bar", "series": series, "axis_config": {"categories": categories}}
    return {"type": "data_visualization", "title": _short(title, limits.CHART_TITLE), "chart": chart}


def _categories(labels: Sequence[str]) -> list[str]:
    """Give a short name for each label, no two alike: the whole label is said."""
    names = [_short(one_line(label), limits.CHART_LABEL) for label in labels]
    if all(names) and len(set(names)) == len(names):
        return names
    return [
        _short(f"{number}. {one_line(label)}".strip(), limits.CHART_LABEL) for number, label in enumerate(labels, 1)
    ]


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
