"""A drawn file as an element of a page: with no style of its own, which strict pages refuse, and no byte too many."""

import html
import re

#: What stands on pages in the place of matplotlib's own font, which readers need not have; all are narrower.
_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"
_DRAWN_FONT = "font-family: 'DejaVu Sans'"
_SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
#: What matplotlib says of all lines in a style sheet.
_LINES = 'stroke-linejoin="round" stroke-linecap="butt"'

_NAMELESS = re.compile(r' id="[a-zA-Z0-9]+_\d+"')
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
_SHEET = re.compile(r'<style type="text/css">.*?</style>', re.DOTALL)
_VIEW = re.compile(r'^<svg\b[^>]*\bviewBox="([^"]+)"')
_STYLE = re.compile(r' style="([^"]*)"')
_UNTURNED = re.compile(r' transform="rotate\(-?0 [^)]*\)"')
_BETWEEN = re.compile(r">\s+<")
_GROUP = re.compile(r"<g>((?:(?!<g\b|</g>).)*)</g>", re.DOTALL)
_UNSEEN = re.compile(r'<path d="[^"]*" fill="none"/>|<g id="matplotlib\.axis_\d"/>')
_AREA = r'<path d="(M[^"CL]*z)" fill="(#[0-9a-f]{6})"/>'
_AREAS = re.compile(rf"(?:{_AREA}){{2,}}")
_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_PLACES = re.compile(r' (?:d|x|y)="[^"]*"')
_RECTANGLE = re.compile(r"M ([\d.]+) ([\d.]+) L ([\d.]+) \2 L \3 ([\d.]+) L \1 \4 z")


def element_of(written: str, said: str) -> str:
    """Give an SVG file as an element as wide as its place, with words in the place of what cannot be seen."""
    element = written[written.index("<svg") :].strip()
    [size] = _VIEW.findall(element)
    inside = _SHEET.sub("", _METADATA.sub("", element[element.index(">") + 1 :]))
    inside = _NAMELESS.sub("", inside).replace(f"{_DRAWN_FONT}; ", "").replace(_DRAWN_FONT, "")
    inside = _UNTURNED.sub("", _STYLE.sub(_as_attributes, inside))
    inside = _PLACES.sub(_briefly, _BETWEEN.sub("><", inside))
    inside = _UNSEEN.sub("", _without_groups(inside)).replace("<defs></defs>", "")
    inside = _AREAS.sub(_by_colour, inside)
    text = html.escape(said, quote=True)
    return f'<svg {_SPACES} viewBox="{size}" role="img" aria-label="{text}" font-family="{_FONTS}" {_LINES}>{inside}'


def _as_attributes(style: re.Match[str]) -> str:
    """Write what a style says as attributes: https://www.w3.org/TR/SVG2/styling.html#PresentationAttributes ."""
    rules = (rule.partition(": ") for rule in style[1].split("; ") if rule.strip())
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in rules)


def _briefly(places: re.Match[str]) -> str:
    """Write places to a tenth of a unit, on one line."""
    rounded = _NUMBER.sub(lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), " ".join(places[0].split()))
    return " " + _RECTANGLE.sub(_rectangle, rounded.replace(' "', '"'))


def _rectangle(corners: re.Match[str]) -> str:
    left, top, right, bottom = corners.groups()
    return f"M{left} {top}H{right}V{bottom}H{left}z"


def _by_colour(areas: re.Match[str]) -> str:
    """Draw areas of one colour at once: rectangles of a picture lie beside each other, never on each other."""
    of: dict[str, str] = {}
    for area, colour in re.findall(_AREA, areas[0]):
        of[colour] = of.get(colour, "") + area
    return "".join(f'<path d="{there}" fill="{colour}"/>' for colour, there in of.items())


def _without_groups(inside: str) -> str:
    """Leave out groups that say nothing."""
    shorter = _GROUP.sub(r"\1", inside)
    return inside if shorter == inside else _without_groups(shorter)
