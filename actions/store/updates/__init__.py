"""Brings the store up to date: what is new is added, what has changed is changed, what contradicts it is refused."""
