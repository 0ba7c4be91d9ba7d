"""The tables of the return store, by what they hold."""
