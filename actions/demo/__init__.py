"""Data for demonstrations and tests: a handful of customers with returns in every state."""
