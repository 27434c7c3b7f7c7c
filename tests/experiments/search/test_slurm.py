"""The script of an array job, run by hand as Slurm would run one of its tasks."""

import os
import subprocess
import sys

import pytest

from gradatim.errors import UserError
from gradatim.experiments.search.search import SweepRuns
from gradatim.experiments.search.settings import settings
from gradatim.experiments.search.slurm import write_array


@pytest.mark.skipif(sys.platform == "win32", reason="a script of bash")
def test_a_task_runs_its_line_and_not_what_is_finished(tmp_path):
    axes = {"hidden": [(8,), (8, 4)], "learning_rate": [0.01]}
    search = SweepRuns(settings("digits-mlp", axes), tmp_path / "sweep", 2)
    script = write_array(search.jobs(), search.folder, 1)
    assert "--array=1-4" in script.read_text()
    lines = (search.folder / "commands.txt").read_text().splitlines()
    assert lines[1].startswith(
        "gradatim train digits-mlp --hidden 8 4 --learning-rate 0.01 --seed 0"
    )
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "gradatim").write_text('#!/bin/bash\necho "$@"\n')
    (tools / "gradatim").chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tools}:{os.environ['PATH']}",
        "SLURM_ARRAY_TASK_ID": "2",
    }

    def task():
        done = subprocess.run(["bash", script], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    assert f"gradatim {task()}" == lines[1]
    run = search.jobs()[1].folder
    run.mkdir(parents=True)
    (run / "config.json").touch()
    assert task() == f"resume {run}"
    (run / "summary.json").touch()
    assert task() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a script of bash")
def test_names_that_a_shell_takes_apart_are_refused(tmp_path):
    jobs = SweepRuns(settings("digits-mlp", {}), tmp_path / "a b", 1).jobs()
    with pytest.raises(UserError, match="without blanks"):
        write_array(jobs, tmp_path / "a b", 1)
    jobs = SweepRuns(settings("digits-mlp", {"data": ["my images"]}), tmp_path / "ok", 1).jobs()
    with pytest.raises(UserError, match="would split it at"):
        write_array(jobs, tmp_path / "ok", 1)
