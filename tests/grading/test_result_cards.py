"""What ten people would read of their answers, whole."""

from tests.grading.result_cards import FILE, drawn


def test_result_cards_read_as_they_were_read_aloud() -> None:
    # `python -m tests.grading.result_cards` writes them anew: read them before they are kept.
    assert drawn() == FILE.read_text(encoding="utf-8")
