"""The recording of the demo for the README."""

import re
from collections.abc import Mapping

import pytest
from defusedxml.ElementTree import fromstring

from tests.browser.recording import WINDOWS, recordings
from tests.content.shipped import ROOT

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def made_now() -> Mapping[str, str]:
    return recordings()


@pytest.mark.parametrize("which", ["made now", "in the README"])
@pytest.mark.parametrize("name", WINDOWS)
def test_the_recording_shows_the_week_from_its_first_card_to_its_end(
    made_now: Mapping[str, str], name: str, which: str
) -> None:
    kept = (ROOT / "docs" / "images" / name).read_text(encoding="utf-8")
    made = made_now[name] if which == "made now" else kept

    fromstring(made)  # it is XML
    words = made.replace("&#160;", " ")
    seen = ("Question of the day", "Reveal", "Model answer", "Your exam", "Time to practise", "Week 50 of 2026")
    steps = [float(step) for step in re.findall(r"([\d.]+)% { transform", made)]
    assert [one for one in seen if one not in words] == []
    assert steps == sorted(steps)
    assert (steps[0], steps[-1] < 100, len(steps) > 10, len(made) < 300_000) == (0, True, True, True)
