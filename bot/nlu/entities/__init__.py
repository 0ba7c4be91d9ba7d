"""Finding what a customer states in a message: numbers, e-mails, countries, counts and dates. Knows nothing of Rasa."""
