"""How well short messages behind an answer are understood (`python -m lab follow-ups`)."""
