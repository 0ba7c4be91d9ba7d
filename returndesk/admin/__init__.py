"""What the commands do with stores, tickets, ratings, what is held about people, and new topics."""
