"""Fits how likely an answer is right, by what becomes of the messages of test sets."""
