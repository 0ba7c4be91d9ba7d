"""The channels: how customers, the shop's servers and the desk's own programs reach the bot (docs/gateway.md)."""
