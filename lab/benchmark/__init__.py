"""Measures the assistant beside Rasa's stock pipeline: same data, same rules, same store, same machine, same run."""
