"""What every test of the rules shares."""

import pytest

from policy.facts import Facts, load_facts


@pytest.fixture(scope="session")
def facts() -> Facts:
    return load_facts()
