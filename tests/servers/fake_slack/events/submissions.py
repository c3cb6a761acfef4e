"""What Slack does with the app's answer to a submitted form."""

from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.events.transport import Attempt
from tests.servers.fake_slack.modals import Modals
from tests.servers.fake_slack.people.outcome import Outcome
from tests.servers.fake_slack.records import Json, View


def follow(modals: Modals, view: View, attempt: Attempt) -> Outcome:
    """Do what `response_action` says: errors, update, push or clear; without one the modal closes."""
    response = attempt.response or {}
    action = response.get("response_action")
    error, errors = None, {}
    try:
        if action is None:
            modals.pop(view)
        elif action == "clear":
            modals.clear(view)
        elif action == "errors":
            errors = _errors(view, response)
            view.errors = errors
        elif action == "update":
            modals.update(view, response.get("view") or {})
        elif action == "push":
            modals.push(view.user, view.app_id, response.get("view") or {})
        else:
            error = "invalid_response"
    except SlackError as refused:
        error, response = "invalid_response", {"error": refused.code, **refused.fields}
    return Outcome(acknowledged=True, error=error, response=response, errors=errors, elapsed=attempt.elapsed)


def _errors(view: View, response: Json) -> dict[str, str]:
    """Take the sentences for the fields; each must name an input block of the view."""
    errors: dict[str, str] = response.get("errors") or {}
    inputs = {one["block_id"] for one in view.blocks if one["type"] == "input"}
    if not errors or set(errors) - inputs or not all(errors.values()):
        raise SlackError("invalid_errors", blocks=sorted(set(errors) - inputs))
    return errors
