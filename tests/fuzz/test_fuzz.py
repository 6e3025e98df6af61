"""Every decoder against what is almost right, for a few seconds; `tox -e fuzz` goes on for minutes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, answers

MANY = {"decode": 2500, "accept": 1200, "translation": 800}


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_but_our_own_errors(name):
    @settings(
        max_examples=MANY.get(name, 400),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.binary(min_size=4, max_size=48))
    def run(data):
        TARGETS[name](data)

    run()


def test_the_seeds_are_valid_answers():
    assert all(len(found) > 10 for found in answers().values())
