"""The words of the pages for people, gathered for who translates them: `python -m lab people-words`."""
