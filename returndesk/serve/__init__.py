"""`returndesk serve`: one process of the assistant in the foreground, as containers run it."""
