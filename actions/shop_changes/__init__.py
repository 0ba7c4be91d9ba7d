"""Takes in what the shop's systems tell of orders and returns as it happens (docs/connect.md)."""
