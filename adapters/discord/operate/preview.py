"""Components and modals as HTML that resembles Discord, for people who look at them in a browser; all is escaped."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any

from discord import ButtonStyle, ComponentType, TextStyle
from discord.ui import LayoutView, Modal

from adapters.discord.operate.preview_markdown import markdown_html

Json = Mapping[str, Any]


def view_html(view: LayoutView, now: datetime) -> str:
    """Give the components of a message, as they are sent, as HTML; `now` is when they are read."""
    return _components_html(view.to_components(), now)  # type: ignore[no-untyped-call]  # discord.py leaves it untyped


def _components_html(components: Iterable[Json], now: datetime) -> str:
    return "".join(_DRAWN[ComponentType(one["type"])](one, now) for one in components)


def modal_html(modal: Modal, now: datetime) -> str:
    """Give a modal, as it is sent, as HTML; `now` is when it is read."""
    sent = modal.to_dict()
    buttons = '<span class="button">Cancel</span><span class="button primary">Submit</span>'
    return (
        f'<section class="modal"><header>{escape(sent["title"])}<span>✕</span></header>'
        f"<div>{_components_html(sent['components'], now)}</div><footer>{buttons}</footer></section>"
    )


def _container(one: Json, now: datetime) -> str:
    colour = one.get("accent_color")
    edge = "" if colour is None else f' style="border-left:4px solid #{colour:06x}"'
    return f'<div class="container"{edge}>{_components_html(one["components"], now)}</div>'


def _row(one: Json, now: datetime) -> str:
    return f'<div class="row">{_components_html(one["components"], now)}</div>'


def _text_display(one: Json, now: datetime) -> str:
    return f'<div class="text">{markdown_html(one["content"], now)}</div>'


def _button(one: Json, _now: datetime) -> str:
    return f'<span class="button {ButtonStyle(one["style"]).name}">{escape(one["label"])}</span>'


def _select(one: Json, _now: datetime) -> str:
    chosen = [option["label"] for option in one.get("options", []) if option.get("default")]
    chosen += [f"# {value['id']}" for value in one.get("default_values", [])]
    shown = "".join(f"<b>{escape(label)}</b>" for label in chosen)
    hint = f"<i>{escape(one.get('placeholder') or 'Make a selection')}</i>"
    return f'<div class="select"><div>{shown or hint}</div><span>⌄</span></div>'


def _label(one: Json, now: datetime) -> str:
    inside = one["component"]
    return f"{_named(one['label'], inside)}{_components_html([inside], now)}"


def _named(label: str, field: Json) -> str:
    required = "<em>*</em>" if field.get("required", True) else ""
    return f"<label>{escape(label)}{required}</label>"


def _radio_group(one: Json, _now: datetime) -> str:
    options = ((option["label"], option.get("default")) for option in one["options"])
    return "".join(f'<div class="radio">{"◉" if chosen else "○"} {escape(label)}</div>' for label, chosen in options)


def _text_input(one: Json, _now: datetime) -> str:
    box = "area" if one["style"] == TextStyle.paragraph.value else "box"
    hint = f"<i>{escape(one.get('placeholder', ''))}</i>"
    return f'<div class="{box}">{escape(one.get("value", "")) or hint}</div>'


_DRAWN: Mapping[ComponentType, Callable[[Json, datetime], str]] = {
    ComponentType.action_row: _row,
    ComponentType.button: _button,
    ComponentType.channel_select: _select,
    ComponentType.container: _container,
    ComponentType.label: _label,
    ComponentType.mentionable_select: _select,
    ComponentType.radio_group: _radio_group,
    ComponentType.role_select: _select,
    ComponentType.select: _select,
    ComponentType.separator: lambda *_: "<hr>",
    ComponentType.text_display: _text_display,
    ComponentType.text_input: _text_input,
}
