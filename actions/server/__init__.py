"""The actions as the bot asks them, the list of all, and the server that puts HTTP between."""
