"""Reads orders and returns out of spreadsheets, by a mapping of their columns (docs/connect.md)."""
