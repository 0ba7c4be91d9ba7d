"""The demo shop's page: a static chat page, served apart from the bot that it talks to."""
