"""What an import says of itself: how the file was understood, and what was guessed."""

from collections.abc import Sequence

from bot.packs.importing.language import NAMES


def text(heading: Sequence[str], guessed: Sequence[str], without_dates: int) -> str:
    """Give the report as it is printed and kept beside the pack."""
    if not guessed:
        return "\n".join(heading) + "\n"
    notes = [
        "Imported content is unchecked. Guessed key points, topics and levels are starting points;",
        "questions with proposed key points are marked `draft: true` until somebody has finished them.",
    ]
    if without_dates:
        notes += [
            "Where a question came without dates, verified is the day of the import and review_by a year",
            "later: check its facts before then.",
        ]
    return "\n".join([*heading, "", *notes, "", "Guessed by question:", *guessed]) + "\n"


def on_language(tag: str) -> list[str]:
    """Say what a language other than English means for grading; nothing for English."""
    language = tag.partition("-")[0].casefold()
    if language == "en":
        return []
    name = f"{NAMES[language]} ({tag})" if language in NAMES else f"the language “{tag}”"
    effect = "the grader by meaning knows English alone, so answers are graded by the words they share"
    return [f"the questions seem to be in {name}: {effect}"]
