"""The hand-over to people: tickets, the help desks they go to, and what comes back."""
