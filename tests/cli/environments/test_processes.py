"""Several processes of one command: from a script, and when one is killed."""

import subprocess
import sys
import time

import psutil
import pytest
import torch
from safetensors.torch import load_file

from gradatim.recipes.runs import resume
from gradatim.training import RuntimeOptions
from tests.cli.helpers import environment

WITHOUT_GUARD = """
from gradatim.cli import main
main(["train", "digits-mlp", "--devices", "2", "--out", "run", {options}])
"""
# Seconds, so that one of the processes can be killed meanwhile; gradients are added in one order.
STEPS = '"--steps", "600", "--evaluate-every", "1000"'


@pytest.fixture
def script(tmp_path):
    """Start a script that trains in two processes, without `if __name__ == "__main__"`."""
    started = []

    def start(options):
        process = subprocess.Popen(
            [sys.executable, "-c", WITHOUT_GUARD.format(options=options)],
            **{"cwd": tmp_path, "env": environment(), "text": True},
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def training(process, folder):
    """The two processes below, once the run has begun."""
    end = time.monotonic() + 200
    metrics = folder / "run" / "metrics.jsonl"
    while not (metrics.is_file() and metrics.stat().st_size):
        assert time.monotonic() < end
        assert process.poll() is None
        time.sleep(0.1)
    return psutil.Process(process.pid).children(recursive=True)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    """What a script without a main guard prints that trains in two processes, and its run."""
    folder = tmp_path_factory.mktemp("unbroken")
    command = [sys.executable, "-c", WITHOUT_GUARD.format(options=STEPS)]
    options = {"cwd": folder, "env": environment(), "text": True, "capture_output": True}
    done = subprocess.run(command, timeout=300, check=False, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout, folder / "run"


def test_a_script_without_a_main_guard_trains_in_two_processes(unbroken):
    out, run = unbroken
    assert out.count("accuracy") == 1
    assert (run / "report.html").is_file()


def kill_the_second(process, folder):
    """Kill process 1 of 2 while they train."""
    workers = training(process, folder)
    assert len(workers) == 2
    max(workers, key=lambda worker: int(worker.environ()["RANK"])).kill()
    return workers


@pytest.mark.skipif(sys.platform == "win32", reason="a killed process has no signal there")
def test_a_run_goes_on_by_itself_and_ends_with_the_weights_of_an_unbroken_one(
    script, tmp_path, unbroken
):
    process = script(f'{STEPS}, "--max-restarts", "1"')
    kill_the_second(process, tmp_path)
    out, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    sentence = "process 1 was killed (SIGKILL): the run goes on from its last checkpoint; 0 more"
    assert sentence in errors
    assert out.count("accuracy") == 1
    assert (tmp_path / "run/model.safetensors").read_bytes() == (
        unbroken[1] / "model.safetensors"
    ).read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="a killed process has no signal there")
def test_a_killed_process_ends_the_others_with_a_sentence_and_one_goes_on_alone(
    script, tmp_path, unbroken
):
    process = script(STEPS)
    workers = kill_the_second(process, tmp_path)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    sentence = errors.splitlines()[-1]
    assert "process 1 was killed (SIGKILL)" in sentence
    assert "continue with `gradatim resume RUN`" in sentence
    assert "Traceback" not in errors
    assert not any(worker.is_running() for worker in workers)
    resume(tmp_path / "run", options=RuntimeOptions(device="cpu"), show=False)
    alone, two = (load_file(run / "model.safetensors") for run in (tmp_path / "run", unbroken[1]))
    for name, weights in two.items():  # a batch is summed in another order
        torch.testing.assert_close(alone[name], weights, rtol=0.05, atol=0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_processes_end_with_the_one_that_started_them(script, tmp_path):
    process = script('"--epochs", "9000"')
    workers = training(process, tmp_path)
    process.kill()
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert not alive
