"""A fake Discord that real discord.py talks to over real sockets.

People act on it (`arranging`, `talking`, `acting`), tests read it (`looking`, `transcript`), and it fails on demand
(`faults`). Requests and answers are held against Discord's own OpenAPI document.
"""

from tests.servers.fake_discord.faults import Fault, Faults
from tests.servers.fake_discord.outcome import Outcome
from tests.servers.fake_discord.possible import ImpossibleError
from tests.servers.fake_discord.rules import Rules
from tests.servers.fake_discord.server import FakeDiscord
from tests.servers.fake_discord.transcript import Asked

__all__ = ["Asked", "FakeDiscord", "Fault", "Faults", "ImpossibleError", "Outcome", "Rules"]
