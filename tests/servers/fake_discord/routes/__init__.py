"""The routes that the fake serves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tests.servers.fake_discord.call import Answer, Call, Route
from tests.servers.fake_discord.routes import bot, channels, commands, guilds, interactions, messages, threads, webhooks

ROUTES: Mapping[str, Route] = {
    **bot.ROUTES,
    **channels.ROUTES,
    **commands.ROUTES,
    **guilds.ROUTES,
    **interactions.ROUTES,
    **messages.ROUTES,
    **threads.ROUTES,
    **webhooks.ROUTES,
}
#: Routes that a token in their path opens.
_OPEN = ("/interactions/", "/webhooks/")


@dataclass(frozen=True)
class Found:
    """A route that fits a request."""

    name: str
    path: Mapping[str, str]
    route: Route

    @property
    def needs_token(self) -> bool:
        """Whether the bot has to prove who it is."""
        return not self.name.partition(" ")[2].startswith(_OPEN)

    def run(self, call: Call) -> Answer:
        """Do what was asked."""
        return self.route(call)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    # Fixed words go before placeholders: `@me` is no id.
    names = sorted(ROUTES, key=lambda name: name.count("{"))
    return tuple((name, re.compile(re.sub(r"\{([a-z_]+)\}", r"(?P<\1>[^/]+)", name))) for name in names)


def find(method: str, path: str) -> Found | None:
    """Find the route for a request."""
    for name, pattern in _patterns():
        fitting = pattern.fullmatch(f"{method} {path}")
        if fitting:
            return Found(name, fitting.groupdict(), ROUTES[name])
    return None
