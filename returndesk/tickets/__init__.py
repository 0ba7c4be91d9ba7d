"""The help desk that comes with the assistant: tickets on the command line."""
