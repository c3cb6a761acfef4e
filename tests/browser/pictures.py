"""Pictures of the previews for the documents: `make images` writes them to docs/images."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from PIL import Image
from playwright.sync_api import Page

from bot.cli.year.kind import Kind
from tests.browser.figures import Generated, generated, show_page, show_report, show_screens
from tests.browser.previews import (
    DESK,
    PAGES,
    PHONE,
    Shown,
    needs_emoji,
    needs_narrow_letters,
    sample,
    show,
    turn,
    window,
)
from tests.content.shipped import ROOT

#: The names of files by what they show: what belongs together stands in columns beside each other. Where people are
#: many nothing else changes than these say.
PICTURES = {
    "round": (
        ("Daily card", "Reveal, in the channel"),
        ("Reveal, in the thread",),
        ("Model answer, below the reveal",),
    ),
    "week": (("Reveal that ends a week, in the channel",), ("How did I do?", "Series, set up")),
    "practice": (("Drill",), ("Drill, answered",), ("Exam, at its end",)),
    "help": (("Help",),),
    "month": (("Series, set up", "Daily card"), ("Reveal, in the thread",), ("How did I do?",)),
}
#: What is shown on a phone alone, in the light: docs/first-month.md is about what is read there.
ON_PHONES = {"month"}
CROWDED = {"round", "week"}
#: What the README shows of Slack, by the width it is for: on a phone nobody could read three columns.
README = {
    DESK: (("Daily card",), ("Reveal, in the thread",), ("Leaderboard",)),
    PHONE: (("Daily card", "Reveal, in the channel"),),
}
#: How many answered.
FEW, MANY = 5, 300
#: The screens of figures beside each other.
FIGURES = (("Digest", "Forecast"), ("Team",))
#: How wide pages are shown, and the pictures of them that documents have.
NARROW, WIDE = 360, 1440
OF_PAGES = {
    "pages-overview-1440.png",
    "pages-overview-1440-dark.png",
    "pages-overview-360.png",
    "pages-people-1440.png",
    "pages-question-1440.png",
    "pages-queue-1440-dark.png",
    "pages-me-360-dark.png",
}
_TALLEST = 1700
_WHITE = (255, 255, 255)
#: Of the colours of a picture so many are kept that most pixels have, and so many of the others.
_FLAT, _OTHERS = 128, 96
#: Pixels between two messages, and around all of them.
_GAP = 24


def pictured(name: str) -> list[str]:
    """Give the titles of the messages in a picture."""
    return [title for column in PICTURES[name] for title in column]


def beside(columns: Sequence[Sequence[bytes]], background: tuple[int, int, int]) -> Image.Image:
    """Put pictures together in columns."""
    opened = [[Image.open(BytesIO(one)).convert("RGB") for one in column] for column in columns]
    widths = [max(one.width for one in column) for column in opened]
    heights = [sum(one.height + _GAP for one in column) for column in opened]
    whole = Image.new("RGB", (sum(widths) + _GAP * (len(widths) + 1), max(heights) + _GAP), background)
    left = _GAP
    for column, width in zip(opened, widths, strict=True):
        top = _GAP
        for one in column:
            whole.paste(one, (left, top))
            top += one.height + _GAP
        left += width + _GAP
    return whole


def small(picture: Image.Image) -> bytes:
    """Give a picture with a palette, which text and flat areas need no more than.

    What is flat keeps its very colour; few pixels have those of medals, and a palette of the most frequent would not.
    """
    counted = sorted(picture.getcolors(picture.width * picture.height) or (), reverse=True)
    flat = [part for _, colour in counted[:_FLAT] for part in cast("tuple[int, int, int]", colour)]
    others = picture.quantize(_OTHERS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(flat + others[: 3 * _OTHERS])
    made = BytesIO()
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()


def picture(shown: Shown, name: str) -> bytes:
    """Give a picture of messages of a preview."""
    columns = [[shown.message(title).screenshot() for title in column] for column in PICTURES[name]]
    return small(beside(columns, shown.background))


def pictures(opened: Page, folder: Path, platform: str) -> Iterator[tuple[str, bytes]]:
    """Give all pictures of a platform with the names of their files: of a phone and a desk, in the light and dark."""
    for width in (PHONE, DESK):
        for is_dark in (False, True):
            for answered in (FEW, MANY):
                shown = show(opened, folder, platform, sample(), width, is_dark=is_dark, answered=answered)
                there = {*PICTURES} - ON_PHONES if width != PHONE or is_dark else {*PICTURES}
                for name in sorted(there) if answered == FEW else sorted(CROWDED):
                    crowd = f"-{answered}" if name in CROWDED else ""
                    file = f"{platform}-{name}{crowd}-{width}{'-dark' if is_dark else ''}.png"
                    yield file, picture(shown, name)


def of_readme(opened: Page, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give the README's pictures with the names of their files; each message is as wide as on a phone."""
    for is_dark in (False, True):
        shown = show(opened, folder, "slack", sample(), PHONE, is_dark=is_dark, answered=FEW)
        # What a screen reader gets is for who works on Askaday.
        shown.of.page.add_style_tag(content="details { display: none }")
        for width, titles in README.items():
            columns = [[shown.message(title).screenshot() for title in column] for column in titles]
            yield f"readme-{width}{'-dark' if is_dark else ''}.png", small(beside(columns, shown.background))


def pictures_of_figures(opened: Page, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give the report, the digest and two screens of figures of both generated teams, with the names of their files."""
    for kind in Kind:
        made = generated(folder, kind)
        body = show_report(opened, folder, made)
        for width, is_dark in ((PHONE, False), (DESK, True)):
            turn(opened, width, is_dark=is_dark)
            shown = Image.open(BytesIO(body.screenshot())).convert("RGB")
            yield f"report-{kind}-{width}{'-dark' if is_dark else ''}.png", small(shown)
        if kind is Kind.YEAR:
            yield from pictures_of_pages(opened, made)
        turn(opened, PHONE)
        screens = show_screens(opened, folder, made)
        columns = [[screens[name].screenshot() for name in column] for column in FIGURES]
        yield f"slack-figures-{kind}-{PHONE}.png", small(beside(columns, _WHITE))


def pictures_of_pages(opened: Page, made: Generated) -> Iterator[tuple[str, bytes]]:
    """Give the pictures of the pages of a generated team that documents show, with the names of their files."""
    for name in made.pages:
        show_page(opened, made, name)
        for width, is_dark in product((NARROW, WIDE), (False, True)):
            file = f"pages-{name}-{width}{'-dark' if is_dark else ''}.png"
            if file in OF_PAGES:
                turn(opened, width, is_dark=is_dark)
                # What documents show is a screen or two; the rest is more of the same, and expensive to draw.
                whole = int(opened.evaluate("document.documentElement.scrollHeight"))
                turn(opened, width, height=min(whole, _TALLEST), is_dark=is_dark)
                yield file, small(Image.open(BytesIO(opened.screenshot())).convert("RGB"))


def main(folder: Path = ROOT / "docs" / "images") -> None:
    """Write all pictures, and take away those that there are no more."""
    needs_narrow_letters()
    needs_emoji()
    folder.mkdir(parents=True, exist_ok=True)
    written = set()
    with window() as opened, TemporaryDirectory() as pages:
        every = [
            *(pictures(opened, Path(pages), platform) for platform in PAGES),
            of_readme(opened, Path(pages)),
            pictures_of_figures(opened, Path(pages)),
        ]
        for name, made in chain.from_iterable(every):
            (folder / name).write_bytes(made)
            written.add(name)
    for old in folder.glob("*.png"):
        if old.name not in written:
            old.unlink()


if __name__ == "__main__":
    main()
