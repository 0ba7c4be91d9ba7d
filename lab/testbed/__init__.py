"""The real servers that tests and load runs start themselves, on free ports of this machine, and stop again."""
