"""Commands for what is held about people: purge, forget, export."""
