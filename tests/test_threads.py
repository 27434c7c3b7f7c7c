"""Threads that wait sleep, unless the user has set how they wait."""

import os
import subprocess
import sys

import pytest

CODE = "import gradatim, os; print(os.environ.get('GOMP_SPINCOUNT'), end=' ');" + (
    "from gradatim.threads import how_threads_wait; print(how_threads_wait())"
)


def told(code: str, **variables: str) -> str:
    """What a fresh interpreter prints that knows only these variables about threads."""
    known = {k: v for k, v in os.environ.items() if k not in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, env=known | variables, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_importing_gradatim_lets_waiting_threads_sleep():
    assert told(CODE) == "0 asleep"


@pytest.mark.parametrize("variable", ["GOMP_SPINCOUNT=1000", "OMP_WAIT_POLICY=active"])
def test_what_the_user_set_stays(variable):
    name, value = variable.split("=")
    expected = value if name == "GOMP_SPINCOUNT" else "None"
    assert told(CODE, **{name: value}) == f"{expected} as set: {variable}"


def test_a_torch_that_came_first_is_told():
    assert told("import torch;" + CODE).endswith("torch was imported first")
