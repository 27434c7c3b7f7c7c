"""Runs side by side: none begins that the budget does not allow."""

from gradatim.experiments.search.search import SweepRuns
from gradatim.experiments.search.settings import settings
from gradatim.experiments.search.workers import run_jobs
from gradatim.training import RuntimeOptions

AXES = {"learning_rate": [1e-4, 0.01], "steps": [20], "hidden": [(8,)], "batch_size": [32]}


HERE = RuntimeOptions(device="cpu")


def test_no_run_begins_that_the_budget_does_not_allow(tmp_path):
    conditions = settings("digits-mlp", AXES)
    jobs = SweepRuns(conditions, tmp_path, 1).jobs()
    assert list(run_jobs(jobs, threads=1, options=HERE, seconds=-1.0)) == []
