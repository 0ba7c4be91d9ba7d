"""What was said: where conversations are kept, without Rasa, so that commands can purge, forget and export them."""
