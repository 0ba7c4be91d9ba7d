"""What the assistant does for customers: it asks for what it needs, says what will happen, and does it once."""
