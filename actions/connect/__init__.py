"""Connectors to shops: what a shop's own system tells of orders and refunds, as the store has it."""
