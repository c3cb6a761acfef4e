"""The Messenger and Channels ports, on Discord."""
