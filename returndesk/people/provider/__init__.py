"""Signing in at the shop's own identity provider, by OpenID Connect."""
