"""Reminders that customers asked for: what watches the store, and how they reach a chat."""
