"""The results and answers of a closed round that do not stand in its reveal, shown to one member by pages."""

from collections.abc import Iterator, Mapping, Sequence

from bot.cards.question import question_title
from bot.cards.reveal import results_table, said_by
from bot.domain.answers import Answer
from bot.domain.card import Action, Card, Small, Text
from bot.domain.rounds import Round
from bot.domain.scoring import Points
from bot.domain.target import Target

#: So many results are on one page.
RESULTS_ON_PAGE = 20
#: So many characters of answers are on one page, unless one answer has more: that fits into a message everywhere.
_CHARACTERS_ON_PAGE = 2500


def everybody_card(closed: Round, standings: Sequence[tuple[int, Points]], names: Mapping[str, str], page: int) -> Card:
    """Show one page of everybody's results, counted from 1; a page that there is not is the last one."""
    pages = [standings[start : start + RESULTS_ON_PAGE] for start in range(0, len(standings), RESULTS_ON_PAGE)]
    if not pages:
        return Card(_title("Results", closed), (Text("There is no result to show."),))
    shown = min(page, len(pages))
    table = results_table(closed, pages[shown - 1], names)
    more = _more("everybody", closed, shown, len(pages))
    return Card(_title("Results", closed), (table, *_place(shown, len(pages))), more)


def answers_page_card(closed: Round, answers: Sequence[Answer], names: Mapping[str, str], page: int) -> Card:
    """Show one page of the answers, counted from 1, in the order given; a page that there is not is the last one."""
    pages = list(_pages([answer for answer in answers if answer.text.strip()]))
    if not pages:
        return Card(_title("Answers", closed), (Text("There is no answer to show."),))
    shown = min(page, len(pages))
    quotes = tuple(said_by(answer, names) for answer in pages[shown - 1])
    return Card(
        _title("Answers", closed),
        (*quotes, *_place(shown, len(pages))),
        _more("answers", closed, shown, len(pages)),
    )


def _pages(answers: Sequence[Answer]) -> Iterator[list[Answer]]:
    page: list[Answer] = []
    characters = 0
    for answer in answers:
        if page and characters + len(answer.text) > _CHARACTERS_ON_PAGE:
            yield page
            page, characters = [], 0
        page.append(answer)
        characters += len(answer.text)
    if page:
        yield page


def _title(kind: str, closed: Round) -> str:
    return f"{kind}: {question_title(closed.question)}" if closed.question else kind


def _place(page: int, pages: int) -> tuple[Small, ...]:
    return (Small(f"Page {page} of {pages}."),) if pages > 1 else ()


def _more(name: str, closed: Round, page: int, pages: int) -> tuple[Action, ...]:
    return (Action(name, "More", str(Target("round", closed.id, page + 1))),) if page < pages else ()
