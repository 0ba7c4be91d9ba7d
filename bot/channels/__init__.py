"""Messaging platforms as channels of the bot: see docs/channels.md."""
