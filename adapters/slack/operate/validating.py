"""Lets Slack itself say whether it takes the cards: nothing is posted, and no scope is needed.

https://docs.slack.dev/reference/methods/blocks.validate
"""

import json
from collections.abc import Sequence

from adapters.finding import Finding
from adapters.slack.connect.delivery_errors import SlackRefusedError
from adapters.slack.connect.web_api import WebApi
from adapters.slack.render.messages import Message, messages
from adapters.slack.wire import Json
from bot.cards.samples import cards
from bot.domain.question import Question
from bot.domain.text import count
from bot.errors import DeliveryError

_METHOD = "blocks.validate"
#: What Slack says of a payload that it would not take.
_INVALID = frozenset({"invalid_blocks", "invalid_message"})
_REPORT = "Askaday sends it as text there; please report this with the version of `askaday --version`."


async def check_cards(api: WebApi, question: Question) -> list[Finding]:
    """Send one card of each kind, made of a question, to Slack's own check, and say which it does not take."""
    samples = cards(question)
    found: list[Finding] = []
    for number, (title, card) in enumerate(samples.items()):
        try:
            problems = [problem for one in messages(card) if (problem := await _problem(api, one))]
        except DeliveryError as error:
            done = f"after {number} of {count(len(samples), 'kind')} of cards"
            return [*found, Finding(f"Slack was not asked further about cards, {done}: {error}", is_doubtful=True)]
        found += [
            Finding(f"Slack does not take the card {title!r}: {one}. {_REPORT}", is_wrong=True) for one in problems
        ]
    return found or [Finding(f"Slack takes a card of each kind ({len(samples)})")]


async def _problem(api: WebApi, message: Message) -> str:
    """Say what is wrong with a message; empty where Slack takes it, or what stands for it in older workspaces."""
    problem = await _judged(api, message.text, message.blocks)
    return problem and (await _judged(api, message.text, message.plain) if message.plain else problem)


async def _judged(api: WebApi, text: str, blocks: Sequence[Json]) -> str:
    try:
        await api.post_form(_METHOD, {"message": json.dumps({"text": text, "blocks": list(blocks)})})
    except SlackRefusedError as error:
        if error.code in _INVALID:
            return error.details or error.code
        raise
    return ""
