"""blocks.*: a check without any effect."""

import json
from typing import Any

from tests.servers.fake_slack.call import Call, Method
from tests.servers.fake_slack.content import block_limits as limits
from tests.servers.fake_slack.content import blocks as block_rules
from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.records import Json


def validate(call: Call) -> Json:
    given = [name for name in ("blocks", "message", "view") if name in call.args]
    if given != ["message"]:
        # Of the three ways this is the one that Askaday uses.
        raise SlackError("invalid_arguments")
    message: Any = json.loads(call.args["message"])
    unknown = call.workspace().without_blocks
    found = block_rules.problems(message.get("blocks"), limits.BLOCKS_PER_MESSAGE, unknown)
    if found:
        raise SlackError("invalid_message", errors=[_as_object(one) for one in found])
    return {"ok": True}


def _as_object(problem: str) -> Json:
    message, _, pointer = problem.partition(" [json-pointer:")
    return {"pointer": pointer.removesuffix("]"), "code": "failed_constraint", "message": message}


METHODS = {"blocks.validate": Method(validate, tier=4)}
