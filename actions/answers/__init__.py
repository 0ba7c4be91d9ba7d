"""One module a customer question."""
