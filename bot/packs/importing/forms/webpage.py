"""HTML saved from a browser: its tables, or else its text as a page of Markdown."""

from bot.errors import PackError, PackProblem
from bot.freed_memory import give_back
from bot.packs.importing.drafts import Drafts
from bot.packs.importing.forms.hypertext import is_too_deep, markdown_of, tables_of
from bot.packs.importing.forms.page import drafts_of_page
from bot.packs.importing.forms.table import drafts_of_rows, without_blank
from bot.packs.importing.naming import Naming


def drafts_of_html(text: str, file: str, naming: Naming) -> Drafts:
    """Read a saved page; lines of problems are those of its text.

    Raises:
        PackError: it holds no questions, or its elements stand in each other too deeply.
    """
    if is_too_deep(text):
        raise PackError(
            [PackProblem(file, None, "has elements in each other more than a hundred deep; save its text instead")]
        )
    for rows in tables_of(text) if "<table" in text or "<TABLE" in text else ():
        numbered = list(without_blank(enumerate(rows, 1)))
        if len(numbered) > 1:
            try:
                return drafts_of_rows(numbered, file, Naming(naming.mapping))
            except PackError:  # a table of something else
                continue
    page = markdown_of(text)
    # The tree of the page took several times its size.
    give_back()
    return drafts_of_page(page, file, naming)
