"""Which module reads which form."""

from bot.packs.importing.drafts import Drafts
from bot.packs.importing.form import Form
from bot.packs.importing.forms.documents import drafts_of_json, drafts_of_yaml
from bot.packs.importing.forms.gift import drafts_of_gift
from bot.packs.importing.forms.moodle import drafts_of_moodle
from bot.packs.importing.forms.page import drafts_of_page
from bot.packs.importing.forms.separated import drafts_of_csv
from bot.packs.importing.forms.webpage import drafts_of_html
from bot.packs.importing.forms.workbook import drafts_of_workbook
from bot.packs.importing.naming import Naming
from bot.packs.importing.source import Source

_READERS = {
    Form.PAGE: drafts_of_page,
    Form.JSON: drafts_of_json,
    Form.YAML: drafts_of_yaml,
    Form.HTML: drafts_of_html,
    Form.GIFT: drafts_of_gift,
    Form.MOODLE: drafts_of_moodle,
}


def drafts_of(source: Source, naming: Naming, titles: tuple[str, ...] = (), delimiter: str = "") -> Drafts:
    """Read what a file holds, by its form.

    Raises:
        PackError: it cannot be read, or holds no questions.
        InputError: the mapping names what is not there.
    """
    file = str(source.file)
    if source.form is Form.CSV:
        return drafts_of_csv(source.text, file, naming, titles, delimiter)
    if source.form is Form.EXCEL:
        return drafts_of_workbook(source.data, file, naming, titles)
    return _READERS[source.form](source.text, file, naming)
