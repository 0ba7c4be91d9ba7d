"""How a conversation is held: within one process, or across several that meet at Redis."""
