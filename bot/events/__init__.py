"""A stream of masked events for other programs."""
