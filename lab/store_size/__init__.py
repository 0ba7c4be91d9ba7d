"""A store of millions of returns, and how fast it answers."""
