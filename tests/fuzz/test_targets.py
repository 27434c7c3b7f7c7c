"""Nothing that others made ends in a traceback: a few cases of every target, and all of its corpus.

`make fuzz` runs each for ten minutes; a case that failed is added to the corpus by hand.
"""

import ast
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, attempt

CORPUS = {
    path.stem: [ast.literal_eval(line) for line in path.read_text("utf-8").splitlines()]
    for path in sorted((Path(__file__).parent / "corpus").glob("*.txt"))
}


@pytest.mark.parametrize("name", TARGETS)
def test_a_few_cases_end_well_or_in_a_sentence(name, tmp_path):
    @settings(
        max_examples=3 if TARGETS[name].slow else 30,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def run(data):
        attempt(name, data.draw(TARGETS[name].cases), tmp_path)

    run()


@pytest.mark.parametrize("name", CORPUS)
def test_what_failed_once_ends_well_or_in_a_sentence(name, tmp_path):
    for case in CORPUS[name]:
        attempt(name, case, tmp_path)
