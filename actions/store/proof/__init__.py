"""Who has proven which customer they are, and how many guesses they have left."""
