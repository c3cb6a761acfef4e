"""Charts: whole, readable on a phone, said in words, and the same each time."""

import re
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring

import pytest
from PIL import Image

from adapters.charts.drawing import ChartDrawing
from adapters.charts.palette import PALETTES
from bot.domain.statistics.pictures import Change, Columns, HeatMap, Look, Picture

HOSTILE = 'a<b>&"$x$'
PICTURES: dict[str, Picture] = {
    "heat map": HeatMap("Met", ("storage", HOSTILE), ("W47", "W48"), ((0.25, None), (None, 1.0))),
    "heat map of nothing": HeatMap("Met", (), (), ()),
    "columns": Columns("Answers", ("W47", "W48"), (("in words", (7, 12)), ("quick", (0, 3)))),
    "columns of nothing": Columns("Answers", (), (("answers", ()),)),
    "change": Change("Held", "today", "26 December", (("storage", 0.8, 0.3), (HOSTILE, 0.5, 0.1))),
    "change of nothing": Change("Held", "today", "26 December", ()),
}
SVG = "{http://www.w3.org/2000/svg}"
PHONE = 360


def drawn(name: str, look: Look = Look.LIGHT) -> Element:
    return fromstring(ChartDrawing().svg(PICTURES[name], look))  # noqa: S314 - our own


@pytest.mark.parametrize("name", PICTURES)
def test_element_says_in_words_what_cannot_be_seen(name: str) -> None:
    element = drawn(name)

    assert (element.tag, element.get("role"), element.get("aria-label")) == (f"{SVG}svg", "img", PICTURES[name].said)


@pytest.mark.parametrize("name", ["heat map", "columns", "change"])
def test_letters_can_be_read_on_a_phone(name: str) -> None:
    element = drawn(name)

    wide = float((element.get("viewBox") or "").split()[2])
    sizes = [float(one.get("font-size", "").removesuffix("px")) for one in element.iter(f"{SVG}text")]
    assert sizes
    assert min(sizes) * PHONE / wide >= 10.5


def test_texts_stand_there_as_they_are() -> None:
    texts = [one.text for one in drawn("heat map").iter(f"{SVG}text")]

    assert (HOSTILE in texts, "<b>" in ChartDrawing().svg(PICTURES["heat map"], Look.LIGHT)) == (True, False)


def test_element_needs_nothing_from_outside_and_no_ids_of_its_own() -> None:
    written = ChartDrawing().svg(PICTURES["change"], Look.LIGHT)

    found = re.findall(r'https?://[^\s"<]+', written)
    assert set(found) == {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert re.findall(r'\bid="(\w+_\d+)"', written) == []


@pytest.mark.parametrize("name", PICTURES)
def test_element_has_no_style_of_its_own_which_strict_pages_refuse(name: str) -> None:
    element = drawn(name)

    assert [one.tag for one in element.iter() if "style" in one.attrib or one.tag == f"{SVG}style"] == []
    assert [one.get("fill", "")[:1] for one in element.iter(f"{SVG}text")] == ["#"] * len(
        list(element.iter(f"{SVG}text"))
    )


def test_year_of_thirty_topics_is_small_enough_for_a_page() -> None:
    """Twice, for the light and the dark, it is a part of one page of less than 100 kB."""
    weeks = tuple(f"W{number:02}" for number in range(1, 27))
    cells = tuple(tuple((row * 7 + week * 3) % 100 / 100 for week in range(26)) for row in range(30))
    picture = HeatMap("Met", tuple(f"topic-{row}" for row in range(30)), weeks, cells)

    assert len(ChartDrawing().svg(picture, Look.LIGHT)) < 33_000


@pytest.mark.parametrize(
    "picture",
    [
        HeatMap("Met", ("backups-and-disaster-recovery-of-databases",), ("W47",), ((0.5,),)),
        Change("Held", "today", "26 December", (("backups-and-disaster-recovery-of-databases", 0.8, 0.3),)),
    ],
)
def test_long_names_leave_room_for_what_is_drawn(picture: Picture) -> None:
    element = fromstring(ChartDrawing().svg(picture, Look.LIGHT))  # noqa: S314 - our own

    assert "backups-and-dis…" in [text.text for text in element.iter(f"{SVG}text")]


@pytest.mark.parametrize("look", Look)
def test_picture_for_a_chat_stands_on_its_own_paper(look: Look) -> None:
    with Image.open(BytesIO(ChartDrawing().png(PICTURES["heat map"], look))) as picture:
        colour = picture.convert("RGB").getpixel((1, 1))

        assert (picture.format, picture.width, colour) == (
            "PNG",
            2 * PHONE,
            tuple(bytes.fromhex(PALETTES[look].paper[1:])),
        )


@pytest.mark.parametrize("name", PICTURES)
def test_the_same_picture_is_drawn_the_same(name: str) -> None:
    drawing = ChartDrawing()

    first, second = [(drawing.svg(PICTURES[name], Look.DARK), drawing.png(PICTURES[name], Look.DARK)) for _ in range(2)]

    assert first == second


def test_the_dark_differs_in_colours_alone() -> None:
    light, dark = [
        re.sub("#[0-9a-f]{6}|[mp][0-9a-f]{10}", "#", ChartDrawing().svg(PICTURES["columns"], look)) for look in Look
    ]

    assert light == dark


def _contrast(one: str, other: str) -> float:
    """Give the contrast of two colours: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio"""

    def luminance(colour: str) -> float:
        parts = [part / 255 for part in bytes.fromhex(colour[1:])]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", Look)
def test_letters_have_contrast_enough(look: Look) -> None:
    palette = PALETTES[look]

    assert min(_contrast(ink, palette.paper) for ink in (palette.ink, palette.faint)) >= 4.5
