"""Answers to look at: what the custom actions put into a card, before the response generator words it."""
