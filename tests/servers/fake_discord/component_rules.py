"""What each component may be: docs.discord.com/developers/components/reference, as tables.

The inner codes of refusals are Discord's own where they are known publicly, and general ones otherwise.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.servers.fake_discord.records import Json
from tests.servers.fake_discord.refusals import invalid

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 18, 19, 21, 22, 23
SELECTS = frozenset({STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT})
LINK, PREMIUM = 5, 6
#: Components of their own kinds that each holds; None is the message or form itself.
MESSAGE_PARTS: Mapping[int | None, frozenset[int]] = {
    None: frozenset({ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR, CONTAINER}),
    CONTAINER: frozenset({ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR}),
    SECTION: frozenset({TEXT_DISPLAY}),
    ROW: SELECTS | {BUTTON},
}
MODAL_PARTS: Mapping[int | None, frozenset[int]] = {
    None: frozenset({ROW, LABEL, TEXT_DISPLAY}),
    ROW: frozenset({TEXT_INPUT}),
    LABEL: SELECTS | {TEXT_INPUT, UPLOAD, RADIO, CHECKBOXES, CHECKBOX},
}
#: The least and greatest number of characters of each text.
TEXTS: Mapping[str, tuple[int, int]] = {
    "custom_id": (1, 100),
    "label": (1, 80),
    "placeholder": (0, 150),
    "url": (1, 512),
    "content": (1, 4000),
}
#: Where a text is shorter.
SHORTER: Mapping[tuple[int, str], tuple[int, int]] = {
    (LABEL, "label"): (1, 45),
    (LABEL, "description"): (1, 100),
    (TEXT_INPUT, "label"): (1, 45),
    (TEXT_INPUT, "placeholder"): (0, 100),
    (TEXT_INPUT, "value"): (0, 4000),
    (THUMBNAIL, "description"): (1, 1024),
}
#: The least and greatest number of parts of each.
HELD: Mapping[int, tuple[int, int]] = {ROW: (1, 5), SECTION: (1, 3), CONTAINER: (1, 40)}
OPTIONS: Mapping[int, tuple[int, int]] = {STRING_SELECT: (1, 25), RADIO: (2, 10), CHECKBOXES: (1, 10)}
OPTION_TEXTS: Mapping[str, tuple[int, int]] = {"label": (1, 100), "value": (1, 100), "description": (0, 100)}
_NEEDS_ID = SELECTS | {TEXT_INPUT, UPLOAD, RADIO, CHECKBOXES, CHECKBOX}


def within(path: str, text: Any, least: int, most: int) -> None:
    """Refuse a text that is too long, or empty where it may not be; blanks alone are empty."""
    if len(str(text)) > most:
        raise invalid(path, f"Must be {most} or fewer in length.", "BASE_TYPE_MAX_LENGTH")
    if least and not str(text).strip():
        raise invalid(path, "This field is required", "BASE_TYPE_REQUIRED")


def placed(components: list[Json], path: str = "components") -> Iterator[tuple[str, Json]]:
    """Give all components with their paths, those inside of others too."""
    for number, one in enumerate(components):
        here = f"{path}.{number}"
        yield here, one
        yield from placed(one.get("components") or [], f"{here}.components")
        for name in ("accessory", "component"):
            if one.get(name):
                yield f"{here}.{name}", one[name]


def check_all(components: list[Json]) -> None:
    """Refuse components that are wrong by themselves, and ids that stand twice.

    Raises:
        RefusedError: one of them is not as Discord takes it.
    """
    named: set[str] = set()
    numbered: set[int] = set()
    for path, one in placed(components):
        check_one(path, one)
        if one.get("custom_id") in named:
            raise invalid(
                f"{path}.custom_id", "Component custom id cannot be duplicated", "COMPONENT_CUSTOM_ID_DUPLICATED"
            )
        if one.get("custom_id"):
            named.add(one["custom_id"])
        # 0 stands for none.
        if one.get("id") in numbered:
            raise invalid(f"{path}.id", "Component id cannot be duplicated", "COMPONENT_ID_DUPLICATED")
        if one.get("id"):
            numbered.add(one["id"])


def check_places(components: list[Json], allowed: Mapping[int | None, frozenset[int]]) -> None:
    """Refuse components that stand where they cannot."""
    _check_places(components, allowed, None, "components")


def _check_places(
    components: list[Json], allowed: Mapping[int | None, frozenset[int]], parent: int | None, path: str
) -> None:
    for number, one in enumerate(components):
        here = f"{path}.{number}"
        if one["type"] not in allowed.get(parent, frozenset()):
            listed = sorted(allowed.get(parent, frozenset()))
            raise invalid(f"{here}.type", f"Value of field must be one of {listed}.", "BASE_TYPE_CHOICES")
        _check_places(one.get("components") or [], allowed, one["type"], f"{here}.components")
        if one.get("component"):
            _check_places([one["component"]], allowed, one["type"], here)


def check_one(path: str, one: Json) -> None:
    """Refuse one component that is wrong by itself."""
    kind = one["type"]
    own = {name: span for (of, name), span in SHORTER.items() if of == kind}
    for name, (least, most) in {**TEXTS, **own}.items():
        if one.get(name) is not None:
            within(f"{path}.{name}", one[name], least, most)
    if kind in _NEEDS_ID and not one.get("custom_id"):
        raise invalid(f"{path}.custom_id", "This field is required", "BASE_TYPE_REQUIRED")
    if kind in HELD:
        _count(f"{path}.components", one.get("components") or [], *HELD[kind])
    if kind in OPTIONS:
        _check_options(path, one)
    if kind in SELECTS:
        _check_range(path, one, 25)
    checks = {ROW: _check_row, BUTTON: _check_button, TEXT_DISPLAY: _check_display, SECTION: _check_section}
    checks |= {TEXT_INPUT: _check_input, GALLERY: _check_gallery}
    if kind in checks:
        checks[kind](path, one)


def _count(path: str, parts: list[Any], least: int, most: int) -> None:
    if not least <= len(parts) <= most:
        raise invalid(path, f"Must be between {least} and {most} in length.", "BASE_TYPE_BAD_LENGTH")


def _check_row(path: str, row: Json) -> None:
    kinds = {one["type"] for one in row["components"]}
    if len(row["components"]) > 1 and kinds != {BUTTON}:
        raise invalid(f"{path}.components", "Too many components in a row.", "BASE_TYPE_BAD_LENGTH")


def _check_button(path: str, button: Json) -> None:
    style = button.get("style")
    if style == LINK and (not button.get("url") or button.get("custom_id")):
        raise invalid(f"{path}.url", "A link button takes a url and no custom id", "BASE_TYPE_REQUIRED")
    if style not in {LINK, PREMIUM} and (not button.get("custom_id") or button.get("url")):
        raise invalid(f"{path}.custom_id", "A custom id and no url is required", "BASE_TYPE_REQUIRED")
    if style != PREMIUM and not (button.get("label") or button.get("emoji")):
        raise invalid(f"{path}.label", "A label or emoji is required", "BASE_TYPE_REQUIRED")


def _check_display(path: str, display: Json) -> None:
    within(f"{path}.content", display.get("content") or "", *TEXTS["content"])


def _check_section(path: str, section: Json) -> None:
    if (section.get("accessory") or {}).get("type") not in {BUTTON, THUMBNAIL}:
        raise invalid(f"{path}.accessory", "This field is required", "BASE_TYPE_REQUIRED")


def _check_gallery(path: str, gallery: Json) -> None:
    _count(f"{path}.items", gallery.get("items") or [], 1, 10)


def _check_input(path: str, field: Json) -> None:
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    if not 0 <= least <= 4000 or not 1 <= most <= 4000 or least > most:
        raise invalid(f"{path}.max_length", "min_length and max_length do not fit", "BASE_TYPE_BAD_VALUE")
    if field.get("value") and not least <= len(field["value"]) <= most:
        raise invalid(f"{path}.value", f"Must be between {least} and {most} in length.", "BASE_TYPE_BAD_LENGTH")


def _check_options(path: str, one: Json) -> None:
    options = one.get("options") or []
    _count(f"{path}.options", options, *OPTIONS[one["type"]])
    for number, option in enumerate(options):
        for name, (least, most) in OPTION_TEXTS.items():
            if least or option.get(name):
                within(f"{path}.options.{number}.{name}", option.get(name) or "", least, most)
        if option["value"] in [earlier["value"] for earlier in options[:number]]:
            told = "The specified option value is already used"
            raise invalid(f"{path}.options.{number}.value", told, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED")
    most_values = 1 if one["type"] == RADIO else _check_range(path, one, len(options))
    if sum(bool(option.get("default")) for option in options) > most_values:
        raise invalid(f"{path}.options", f"At most {most_values} can be chosen by default.", "BASE_TYPE_BAD_LENGTH")


def _check_range(path: str, one: Json, count: int) -> int:
    fewest = one.get("min_values")
    most = one.get("max_values") or (count if one["type"] == CHECKBOXES else 1)
    if most > count:
        raise invalid(f"{path}.max_values", f"Value should be less than or equal to {count}.", "NUMBER_TYPE_MAX")
    if (1 if fewest is None else fewest) > most:
        raise invalid(f"{path}.min_values", f"Value should be less than or equal to {most}.", "NUMBER_TYPE_MAX")
    if len(one.get("default_values") or []) > most:
        raise invalid(f"{path}.default_values", f"Must be {most} or fewer in length.", "BASE_TYPE_MAX_LENGTH")
    return int(most)
