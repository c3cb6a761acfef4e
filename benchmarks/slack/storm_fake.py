"""A fake Slack without limits, a process of its own: `python -m benchmarks.slack.storm_fake WORKSPACES CHANNELS`.

Its first line says where it is and what is there, as JSON. To every line that it is told it says how many messages
were posted.
"""

import asyncio
import json
import sys

from tests.servers.fake_slack import FakeSlack, Rules


async def serve(workspaces: int, channels: int) -> None:
    names = [f"channel{number}" for number in range(channels)]
    async with FakeSlack(rules=Rules(message_pace=0, tiers=False)) as slack:
        slack.app.events = frozenset()
        teams = [slack.add_workspace(f"team{number}", channels=names) for number in range(workspaces)]
        places = [{"team": team.id, "token": team.bot_token, "channels": sorted(team.channels)} for team in teams]
        print(json.dumps({"base_url": slack.base_url, "places": places}), flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(len(slack.transcript.of("chat.postMessage")), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
