"""What decides the next step beside Rasa's rules."""
