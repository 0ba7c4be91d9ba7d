"""Opens databases and says when one is down."""
