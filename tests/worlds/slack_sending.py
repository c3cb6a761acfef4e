"""The sending half of the Slack adapter against a fake Slack, with the machine's clock taken out."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.limiter import Limiter
from adapters.slack.connect.members import Members
from adapters.slack.connect.refused_blocks import RefusedBlocks
from adapters.slack.connect.web_api import WebApi
from adapters.slack.connect.workspaces import TokenWorkspaces
from adapters.slack.send.history import History
from adapters.slack.send.messenger import SlackMessenger
from adapters.slack.send.private_replies import PrivateReplies
from adapters.slack.send.showing import Showing
from tests.memory_store import memory_store
from tests.servers.fake_slack import FakeSlack
from tests.waiting import PATIENCE


@dataclass(frozen=True)
class Sender:
    session: aiohttp.ClientSession
    workspaces: TokenWorkspaces
    calls: Calls
    members: Members
    messenger: SlackMessenger
    replies: PrivateReplies


def impatient_limiter(step: float = 1000.0) -> Limiter:
    """Give a limiter for which each look at the clock is so many seconds later: what Slack asks to wait has passed."""
    ticks = itertools.count(step=step)
    return Limiter(pace=0, monotonic=lambda: float(next(ticks)))


@asynccontextmanager
async def open_sender(slack: FakeSlack, limiter: Limiter | None = None) -> AsyncIterator[Sender]:
    tokens = [team.bot_token for team in slack.state.workspaces.values()]
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
        workspaces = TokenWorkspaces([WebApi(session, slack.base_url, token) for token in tokens])
        await workspaces.all()
        calls = Calls(workspaces, limiter or impatient_limiter())
        members = Members(calls)
        store = memory_store()
        showing = Showing(calls, RefusedBlocks(store, slack.state.clock))
        messenger = SlackMessenger(showing, History(calls), members)
        try:
            yield Sender(session, workspaces, calls, members, messenger, PrivateReplies(showing, session))
        finally:
            await store.close()
