"""Load and faults: what the desk carries, and whether it keeps its word while its parts break."""
