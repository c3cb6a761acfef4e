"""Pictures of the previews for the documents: `make images` writes them to docs/images."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tests.browser.previews import DESK, PAGES, PHONE, browser, sample, show
from tests.content.shipped import ROOT

#: The names of files by what they show.
PICTURES = {
    "card": "Daily card",
    "reveal": "Reveal, in the thread",
    "model-answer": "Model answer, below the reveal",
    "channel": "Reveal, in the channel",
    "week": "Reveal that ends a week, in the channel",
    "drill": "Drill",
    "drill-answered": "Drill, answered",
    "exam": "Exam, at its end",
    "how-did-i-do": "How did I do?",
    "set-up": "Series, set up",
    "help": "Help",
}
_COLOURS = 96


def small(picture: bytes) -> bytes:
    """Give a picture with a palette of few colours, which text and flat areas need no more of."""
    made = BytesIO()
    full = Image.open(BytesIO(picture)).convert("RGB")
    # Few pixels have the colours of medals, and they would be the first to go.
    full.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()


def main(folder: Path = ROOT / "docs" / "images") -> None:
    """Write all pictures: of a phone in the light, and of a desk in the dark."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as opened, TemporaryDirectory() as pages:
        for platform in PAGES:
            for width, is_dark in ((PHONE, False), (DESK, True)):
                shown = show(opened, Path(pages), platform, sample(), width, is_dark=is_dark)
                for name, title in PICTURES.items():
                    written = folder / f"{platform}-{name}-{width}.png"
                    written.write_bytes(small(shown.message(title).screenshot()))


if __name__ == "__main__":
    main()
