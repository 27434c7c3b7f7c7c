"""Runs to draw."""

import pytest

from gradatim.training.run_folder.run import Run


@pytest.fixture
def runs(tmp_path):
    """Two runs with a few lines of metrics."""
    made = {}
    for name, rate in [("slow", 0.5), ("quick", 0.8)]:
        made[name] = run = Run.create(tmp_path / name, "digits-mlp", {})
        for step in range(1, 9):
            common = {"step": step, "epoch": step / 4, "seconds": step * rate}
            run.log(
                {**common, "kind": "train", "loss": 2 * (1 - rate) ** step + 0.01, "accuracy": 0.9}
            )
            if step % 4 == 0:
                run.log(
                    {**common, "kind": "evaluate", "loss": 1 / step, "accuracy": 1 - 0.1 / step}
                )
    return made
