"""What is wrong with a form that was sent, in sentences for the one who sent it."""

import structlog

from adapters.slack.render.forms import TEXT_FIELD, Origin
from adapters.slack.render.refilling import labels
from adapters.slack.wire import Json
from bot.errors import AskadayError, FormError

log = structlog.get_logger()

#: The field at which a mistake stands that is no single field's.
_FIRST_FIELDS = {"setup": "name"}
_TRY_AGAIN = "Something went wrong. What you wrote is still here: please send it again."


def at_fields(error: BaseException, view: Json) -> dict[str, str]:
    """Give the sentences by field; Slack refuses those for fields that the form does not have."""
    first = _FIRST_FIELDS.get(_action(view), TEXT_FIELD)
    if not isinstance(error, FormError):
        return {first: _sentence(error, view)}
    fields = labels(view)
    known = {field: reason for field, reason in error.fields.items() if field in fields}
    others = [f"{field}: {reason}" for field, reason in error.fields.items() if field not in fields]
    return known | ({first: " ".join(filter(None, [known.get(first), *others]))} if others else {})


def sentences(error: BaseException, view: Json) -> list[str]:
    """Give the sentences one after another, each with the label of its field."""
    if not isinstance(error, FormError):
        return [_sentence(error, view)]
    fields = labels(view)
    return [f"{fields.get(field, field)}: {reason}" for field, reason in error.fields.items()]


def _sentence(error: BaseException, view: Json) -> str:
    if isinstance(error, AskadayError):
        return str(error)
    log.error("a form from Slack failed", form=_action(view), exc_info=error)
    return _TRY_AGAIN


def _action(view: Json) -> str:
    return Origin.read(view["private_metadata"]).action
