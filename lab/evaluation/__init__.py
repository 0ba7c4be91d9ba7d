"""Measures how well a trained model understands messages that training never saw, and what the bot answers to them."""
