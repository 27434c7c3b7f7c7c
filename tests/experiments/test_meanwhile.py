"""A second process trains runs while the first goes on: same weights, and it can be stopped."""

import signal
import threading
import time

import psutil
import pytest

from gradatim.errors import UserError
from gradatim.experiments.meanwhile import PlannedRun, trained_meanwhile, watch
from gradatim.experiments.sweep import finish_run
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.training import Run, RuntimeOptions
from gradatim.training.run_folder.lock import trained_by

CPU = RuntimeOptions(device="cpu")


def planned(folder, steps):
    recipe = change("digits-mlp", get("digits-mlp"), {"steps": steps, "epochs": None, "threads": 1})
    return PlannedRun("digits-mlp", recipe, folder, {"steps": steps, "threads": 1})


def test_a_run_of_the_second_process_is_the_run_of_this_one(tmp_path, capsys):
    run = planned(tmp_path / "there", 30)
    with trained_meanwhile([run, planned(tmp_path / "next", 5)], CPU) as ended:
        assert watch(run, ended)
        assert ended.result()
    here = planned(tmp_path / "here", 30)
    finish_run(here.name, here.recipe, here.folder, CPU, asked=here.asked, show=False)
    weights = [(folder / "model.safetensors").read_bytes() for folder in (run.folder, here.folder)]
    assert weights[0] == weights[1]
    assert Run.open(run.folder).summary()["steps"] == 30
    assert (tmp_path / "next" / "summary.json").is_file()
    assert "30/30" in capsys.readouterr().err


def test_a_block_that_ends_early_stops_the_second_process_and_its_run_goes_on_later(tmp_path):
    run = planned(tmp_path / "run", 3000)
    with trained_meanwhile([run], CPU):
        while trained_by(run.folder) is None:
            time.sleep(0.01)
    assert trained_by(run.folder) is None
    assert not (run.folder / "summary.json").is_file()
    run.finish(CPU, show=False)
    assert (run.folder / "summary.json").is_file()


def test_ctrl_c_while_it_is_watched_ends_the_watching_and_both_processes(tmp_path):
    run = planned(tmp_path / "run", 100_000)
    with trained_meanwhile([run], CPU) as ended:
        threading.Timer(0.5, signal.raise_signal, [signal.SIGINT]).start()
        assert not watch(run, ended)
    assert trained_by(run.folder) is None
    assert not run.is_finished()


def test_what_the_second_process_could_not_do_is_said(tmp_path):
    run = planned(tmp_path / "run", 5)
    run.folder.mkdir()
    (run.folder / "config.json").write_text("[]")
    with trained_meanwhile([run], CPU) as ended, pytest.raises(UserError, match=r"config\.json"):
        watch(run, ended)


def test_a_second_process_that_was_killed_is_said(tmp_path):
    run = planned(tmp_path / "run", 100_000)
    with trained_meanwhile([run], CPU) as ended:
        while (process := trained_by(run.folder)) is None:
            time.sleep(0.01)
        psutil.Process(process).kill()
        with pytest.raises(UserError, match=r"was killed.*same command again"):
            watch(run, ended)
