"""What both servers share. It knows neither Rasa nor the rules."""
