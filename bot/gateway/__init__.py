"""The doors: how customers, the shop's servers and the desk's own programs reach the bot (docs/doors.md)."""
