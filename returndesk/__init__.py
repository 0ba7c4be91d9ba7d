"""The program that drives the assistant: trains it, serves it, loads and writes its store."""
