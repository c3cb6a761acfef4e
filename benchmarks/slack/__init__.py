"""Commands, events and storms of Slack's, against slack-bolt and aiohttp alone."""
