"""Who trains a run: one process, and none that has ended."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from gradatim.errors import UserError
from gradatim.recipes.runs import free_folder
from gradatim.training import Run, TrainConfig, train
from gradatim.training.run_folder.lock import lock
from tests.training.toy import PointTask, new_run

HOLD = (
    "import sys, pathlib; from gradatim.training.run_folder.lock import lock\n"
    "with lock(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
)


def test_second_process_is_told_and_a_killed_one_holds_nothing(tmp_path):
    words = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(UserError, match=f"trained by process {other.pid}"), lock(tmp_path):
            pass
        other.kill()
    assert (tmp_path / "state" / "lock.json").exists()
    with lock(tmp_path):
        assert json.loads((tmp_path / "state" / "lock.json").read_text())["process"] == os.getpid()
    assert not (tmp_path / "state" / "lock.json").exists()


@pytest.mark.parametrize("content", ["", "[1]", '{"process": "x"}', '{"process": -5}'])
def test_damaged_lock_holds_nothing(tmp_path, content):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "lock.json").write_text(content)
    with lock(tmp_path):
        pass


def test_process_number_that_was_given_again_holds_nothing(tmp_path):
    (tmp_path / "state").mkdir()
    with lock(tmp_path):
        mine = json.loads((tmp_path / "state" / "lock.json").read_text())
    old = json.dumps({**mine, "started": mine["started"] - 1000})
    (tmp_path / "state" / "lock.json").write_text(old)
    with lock(tmp_path):
        pass


def test_runs_that_start_at_once_get_different_folders(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(lambda _: free_folder("run", tmp_path), range(16)))
    assert len(set(folders)) == 16

    def create(_):
        try:
            return Run.create(tmp_path / "same", "toy", {})
        except UserError as error:
            return str(error)

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(create, range(8)))
    assert sum(isinstance(one, Run) for one in made) == 1
    assert all("is a run already" in one for one in made if isinstance(one, str))


def test_run_removed_while_it_is_trained_is_told(tmp_path):
    config = TrainConfig(steps=30, batch_size=32)
    task, run = PointTask(), new_run(tmp_path / "run", config)
    task.on_loss = lambda call: shutil.rmtree(run.folder) if call == 12 else None
    with pytest.raises(UserError, match="was removed while it was trained"):
        train(task, config, run, show=False)
    assert not run.folder.exists()
