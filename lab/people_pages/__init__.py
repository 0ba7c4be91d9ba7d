"""How long the server takes for the pages of the application for people, with many conversations."""
