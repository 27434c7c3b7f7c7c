"""Nothing that others made ends in a traceback: a few cases of every target, and all of its corpus.

`make fuzz` reads 100,000 of each; a case that failed is added to the corpus by hand.
"""

import ast
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS, attempt, case_of

CORPUS = {
    path.stem: [ast.literal_eval(line) for line in path.read_text("utf-8").splitlines()]
    for path in sorted((Path(__file__).parent / "corpus").glob("*.txt"))
}


@pytest.mark.parametrize("name", TARGETS)
def test_a_few_cases_end_well_or_in_a_sentence(name, tmp_path):
    for number in range(10**6, 10**6 + 50):
        attempt(name, case_of(name, number), tmp_path)


@pytest.mark.parametrize("name", [name for name, target in TARGETS.items() if target.use])
def test_a_case_goes_the_whole_way(name, tmp_path):
    attempt(name, case_of(name, 10**6), tmp_path, whole=True)


@pytest.mark.parametrize("name", CORPUS)
def test_what_failed_once_ends_well_or_in_a_sentence(name, tmp_path):
    for case in CORPUS[name]:
        attempt(name, case, tmp_path)


def test_a_case_is_known_by_its_number():
    assert case_of("mazes", 7) == case_of("mazes", 7) != case_of("mazes", 8)
