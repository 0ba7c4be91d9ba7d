"""What an action knows of the conversation: the turn, who the customer is, dates and numbers they said."""
