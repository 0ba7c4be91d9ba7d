"""From a response's name to words and cards."""
