"""What is held about a customer, and how it is let go of."""
