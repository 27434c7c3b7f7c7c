"""The small program of every model's file passes through it, and can be sent."""

import json
from pathlib import Path

import pytest

import gradatim
from gradatim.insight.tracing.examples import EXAMPLES
from gradatim.labs.sandbox.stepping import run_steps


@pytest.mark.parametrize("path", EXAMPLES)
def test_the_example_of_a_file_passes_through_it_and_can_be_sent(path):
    found = run_steps(EXAMPLES[path].encode(), "program.py", "en")
    assert found["status"] == "returned", found
    assert not found["cut"]
    has_functions = "def " in (Path(gradatim.__file__).parent / path).read_text("utf-8")
    assert path in {frame["file"] for frame in found["frames"]} or not has_functions
    assert len(json.dumps(found, allow_nan=False)) < 300_000
    if ".backward()" in EXAMPLES[path]:
        assert any(step["kind"] == "gradient" for step in found["steps"])


def test_every_file_of_models_has_its_example():
    package = Path(gradatim.__file__).parent
    files = [file for file in (package / "models").rglob("*.py") if file.name != "__init__.py"]
    assert {file.relative_to(package).as_posix() for file in files} == EXAMPLES.keys()
