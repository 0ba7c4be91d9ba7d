"""What was not understood becomes lines to label, and labelled lines become training data."""
