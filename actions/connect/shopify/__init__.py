"""Shopify by its Admin API (GraphQL): orders, fulfilments, returns and refunds read, returns of the chat written."""
