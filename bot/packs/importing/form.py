"""What forms there are: apart from the reading of them, whose imports are slow."""

from enum import StrEnum


class Form(StrEnum):
    """The forms that can be imported."""

    PAGE = "page"
    CSV = "csv"
    EXCEL = "excel"
    JSON = "json"
    YAML = "yaml"
    HTML = "html"
    GIFT = "gift"
    MOODLE = "moodle"
