"""The Rasa side of the assistant: configuration, domain, and its own components."""
