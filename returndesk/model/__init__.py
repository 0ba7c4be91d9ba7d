"""Trained models in an object store: how one machine trains and others take up what it made."""
