"""Graph components of the NLU pipeline in `bot/config.yml`."""
