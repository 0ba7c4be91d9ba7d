"""Serves the assistant: all of it or one process."""
