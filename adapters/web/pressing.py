"""Buttons of cards on pages: the desk does what they say, as in chats, and a form is opened where one is needed."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from adapters.web.page import Page
from adapters.web.visit import Visit
from bot.cards.forms import FIELD_FORMS, AnswerForm, Field, FieldsForm
from bot.commands.request import Press
from bot.errors import AskadayError, DeliveryError, FormError, InputError, StoreError

#: What is shown to others in a channel, and the form that stands on the page of a series.
NOT_HERE = frozenset({"share", "setup"})
_ASKED = frozenset({"answer", "why", "away"})
_TEXT, _FIELD = "text", "field-"
#: What forms ask that are a single question, as in the chats.
_QUESTIONS: Mapping[str, AnswerForm] = {
    "flag": AnswerForm(
        (),
        "For example: outdated, ambiguous, or wrong in the model answer. Managers of the series read it.",
        label="What is wrong with it?",
    ),
    "dispute": AnswerForm(
        (),
        "Which key point did you meet, and in which words? A reviewer looks at it.",
        label="Why should it be graded differently?",
    ),
}


async def pressed(visit: Visit, form: Mapping[str, str], back: str) -> Page:
    """Do what a button says, or give the form that it opens; `back` is the page that it stands on.

    Raises:
        AskadayError: it was refused.
    """
    name, _, target = form.get("press", "").partition(" ")
    if not name or name in NOT_HERE:
        raise InputError("That is done in the chat.", hint="Use the button or the command there.")
    opens = name in _ASKED or name in _QUESTIONS or name in FIELD_FORMS
    if opens and not form.get("sent"):
        return await _opened(visit, name, target, back)
    values = {one.removeprefix(_FIELD): text for one, text in form.items() if one.startswith(_FIELD)}
    press = Press(visit.actor, "", name, target, form.get(_TEXT, ""), form.get("sureness", ""), values)
    try:
        reply = await visit.engine.desk.press(press)
    except (DeliveryError, StoreError):
        raise
    except AskadayError as error:
        if not opens:
            raise
        # What was typed is not lost.
        return _refilled(await _opened(visit, name, target, back), form, error)
    shown = {"card": replace(reply.card, title=""), "back": back}
    return Page(reply.card.title or "Done", "pressed.html.jinja", shown)


async def _opened(visit: Visit, name: str, target: str, back: str) -> Page:
    press = f"{name} {target}"
    if name in FIELD_FORMS:
        return _of_fields(await visit.engine.desk.fields_form(visit.actor, "", name, target), press, back)
    form = _QUESTIONS.get(name) or await visit.engine.desk.answer_form(visit.actor, target)
    return _of_answer(form, press, back)


def _of_answer(form: AnswerForm, press: str, back: str) -> Page:
    field = Field(_TEXT, form.label, form.hint, form.text, is_long=True, may_be_empty=form.may_be_empty)
    values = {"blocks": form.blocks, "note": "", "fields": (field,), "send": "Send"}
    sureness = {"surenesses": form.surenesses, "sureness": form.sureness}
    return _form_page(form.label, {**values, **sureness}, press, back)


def _of_fields(form: FieldsForm, press: str, back: str) -> Page:
    fields = tuple(replace(field, name=f"{_FIELD}{field.name}") for field in form.fields)
    values = {"blocks": (), "note": form.note, "fields": fields, "send": form.send, "surenesses": {}, "sureness": ""}
    return _form_page(form.title, values, press, back)


def _form_page(title: str, values: Mapping[str, object], press: str, back: str) -> Page:
    shown = {**values, "press": press, "back": back, "trouble": ""}
    return Page(title, "form.html.jinja", shown)


def _refilled(page: Page, form: Mapping[str, str], error: AskadayError) -> Page:
    """Show a form once more as it was sent, and what was wrong with it."""
    fields = page.values["fields"]
    assert isinstance(fields, tuple)  # noqa: S101 - it was made above
    typed = tuple(replace(one, text=form.get(one.name, one.text)) for one in fields)
    said = " ".join(error.fields.values()) if isinstance(error, FormError) else error.plain_text
    values = {**page.values, "fields": typed, "sureness": form.get("sureness", ""), "trouble": said}
    return replace(page, values=values, status=HTTPStatus.UNPROCESSABLE_ENTITY)
