"""The tables of the return store."""
