"""The Messenger and Channels ports, on Slack."""
