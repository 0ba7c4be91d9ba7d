"""The action server: the return store, the carrier client and the actions that answer with them."""
