"""`returndesk migrate`: every database of the desk at the newest schema."""
