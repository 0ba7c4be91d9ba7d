"""The store's exchange format: read, checked, written."""
