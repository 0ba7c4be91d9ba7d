"""What the bot says of itself: logs, metrics, health."""
