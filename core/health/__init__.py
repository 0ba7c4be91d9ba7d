"""Whether a process works and can be given work, and how it ends without breaking off what it does."""
