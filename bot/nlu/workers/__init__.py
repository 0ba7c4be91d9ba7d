"""Understands messages in a process of its own, within bounds of time (docs/architecture.md)."""
