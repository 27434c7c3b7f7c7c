"""Nothing that others made ends in a traceback: a few cases of every target, and all of its corpus.

`make fuzz` reads 100,000 of each; a case that failed is added to the corpus by hand.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS, attempt, case_of

CORPUS = {
    path.stem: [ast.literal_eval(line) for line in path.read_text("utf-8").splitlines()]
    for path in sorted((Path(__file__).parent / "corpus").glob("*.txt"))
}


FEW = range(10**6, 10**6 + 50)
APART = {"player_files"}  # what a player does to its process must not meet the tests that follow


@pytest.mark.parametrize("name", sorted(TARGETS.keys() - APART))
def test_a_few_cases_end_well_or_in_a_sentence(name, tmp_path):
    for number in FEW:
        attempt(name, case_of(name, number), tmp_path)


@pytest.mark.parametrize("name", sorted(APART))
def test_cases_end_well_in_a_process_of_their_own(name, tmp_path):
    code = (
        f"from tests.fuzz.test_targets import read_apart; read_apart({name!r}, {str(tmp_path)!r})"
    )
    words = [sys.executable, "-c", code, "player.py"]  # which the worker finds in `sys.argv`
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.returncode} {done.stdout[-500:]} {done.stderr[-2000:]}"


def read_apart(name, folder):
    """A few cases and the whole corpus of a target."""
    for case in [*(case_of(name, number) for number in FEW), *CORPUS[name]]:
        attempt(name, case, Path(folder))


@pytest.mark.parametrize("name", [name for name, target in TARGETS.items() if target.use])
def test_a_case_goes_the_whole_way(name, tmp_path):
    attempt(name, case_of(name, 10**6), tmp_path, whole=True)


@pytest.mark.parametrize("name", sorted(CORPUS.keys() - APART))
def test_what_failed_once_ends_well_or_in_a_sentence(name, tmp_path):
    for case in CORPUS[name]:
        attempt(name, case, tmp_path)


def test_a_case_is_known_by_its_number():
    assert case_of("mazes", 7) == case_of("mazes", 7) != case_of("mazes", 8)
