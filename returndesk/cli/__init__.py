"""The command line: which commands there are, what their options are called, what they run."""
