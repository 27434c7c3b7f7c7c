"""Several processes of one command: from a script, and when one is killed."""

import subprocess
import sys
import time

import psutil
import pytest

from tests.cli.helpers import environment

WITHOUT_GUARD = """
from gradatim.cli import main
main(["train", "digits-mlp", "--devices", "2", "--out", "run", {options}])
"""


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


def test_a_script_without_a_main_guard_trains_in_two_processes(script, tmp_path):
    process = script('"--steps", "4"')
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert out.count("accuracy") == 1
    assert (tmp_path / "run" / "report.html").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="a killed process has no signal there")
def test_a_killed_process_ends_the_others_with_a_sentence(script, tmp_path):
    process = script('"--epochs", "9000"')
    workers = training(process, tmp_path)
    assert len(workers) == 2
    max(workers, key=lambda worker: int(worker.environ()["RANK"])).kill()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    sentence = errors.splitlines()[-1]
    assert "process 1 was killed (SIGKILL)" in sentence
    assert "continue with `gradatim resume RUN`" in sentence
    assert "Traceback" not in errors
    assert not any(worker.is_running() for worker in workers)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_processes_end_with_the_one_that_started_them(script, tmp_path):
    process = script('"--epochs", "9000"')
    workers = training(process, tmp_path)
    process.kill()
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert not alive
