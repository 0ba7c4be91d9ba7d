"""Conversations as tests: YAML cases, held with a running assistant, compared with what they expect."""
