"""The form of a series' settings, saved by the desk as the forms of chats are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus

from adapters.web.page import Page
from adapters.web.pages.series import series
from adapters.web.show.frame import address
from adapters.web.show.setup_form import read_form
from adapters.web.visit import Visit
from bot.errors import AskadayError, DeliveryError, FormError, RightsError, StoreError


async def saved(visit: Visit, form: Mapping[str, Sequence[str]]) -> Page:
    """Save settings, and say what has become of them and when the series asks next.

    What is refused comes back as it was typed, with what is wrong beside it.

    Raises:
        AskadayError: it was refused, and there is no form for them.
    """
    sent, desk = read_form(form), visit.engine.desk
    try:
        reply = await desk.save_setup(visit.actor, sent.channel, sent.settings, target=sent.target, opened=sent.opened)
    except AskadayError as error:
        said = desk.told(error, visit.workspace)
        wrong = said.fields if isinstance(said, FormError) else {"": said.plain_text}
        try:
            again = await series(visit, sent, wrong)
        except AskadayError:
            # It is not for them, or cannot be read: what is to be said is why nothing was saved.
            raise error from None
        return replace(again, status=_status(said))
    card = reply.card
    values = {"card": replace(card, title=""), "back": address(visit.workspace, f"series/{visit.place['name']}")}
    return Page(card.title, "pressed.html.jinja", values)


def _status(error: AskadayError) -> HTTPStatus:
    if isinstance(error, RightsError):
        return HTTPStatus.FORBIDDEN
    is_outage = isinstance(error, DeliveryError | StoreError)
    return HTTPStatus.SERVICE_UNAVAILABLE if is_outage else HTTPStatus.UNPROCESSABLE_ENTITY
