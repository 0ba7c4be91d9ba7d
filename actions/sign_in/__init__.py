"""Takes the word of the shop for who a customer is."""
