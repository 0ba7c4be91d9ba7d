"""A shop's own experience flows back: what was not understood becomes lines to label, and labels become training data."""
