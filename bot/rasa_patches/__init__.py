"""Every place where a method of Rasa's is replaced."""
