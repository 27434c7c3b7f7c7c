"""Runs side by side: none begins that the budget does not allow."""

import os

import pytest

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


def test_the_same_jobs_on_a_ray_cluster(tmp_path):
    """By hand: `ray start --head --port 6399`, then RAY_TEST=ray://127.0.0.1:10001 pytest ..."""
    pytest.importorskip("ray", reason="gradatim[ray] is not installed")
    address = os.environ.get("RAY_TEST") or pytest.skip("RAY_TEST names no cluster of Ray")
    jobs = SweepRuns(settings("digits-mlp", AXES), tmp_path, 1).jobs()
    ended = list(run_jobs(jobs, threads=1, options=HERE, on=address))
    assert {outcome.job.folder for outcome in ended} == {job.folder for job in jobs}
    assert all(outcome.metrics for outcome in ended)
