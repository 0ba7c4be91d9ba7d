"""Measures the assistant: load, faults, store size, benchmark. No part of the product."""
