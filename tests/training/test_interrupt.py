"""Ctrl-C and SIGTERM become a flag; runs that are killed, starved of disk, or refused a folder."""

import contextlib
import json
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from gradatim.training.interrupt import caught_signals
from tests.cli.helpers import gradatim, start

RUN = ["train", "digits-mlp", "--epochs", "40", "--batch-size", "32", "--ema-decay", "0.99"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_noted_and_its_handler_comes_back(number):
    before = signal.getsignal(number)
    with caught_signals() as signals:
        assert not signals
        signal.raise_signal(number)
        assert signals == [number]
    assert signal.getsignal(number) is before


def test_a_second_ctrl_c_ends_at_once():
    with caught_signals() as signals:
        signal.raise_signal(signal.SIGINT)
        assert signals
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_outside_the_main_thread_nothing_is_changed():
    seen = []

    def work():
        with caught_signals() as signals:
            seen.append((signals, signal.getsignal(signal.SIGTERM)))

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [([], before)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    done = gradatim(*RUN, "--out", "run", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "run"


def wait_for_steps(run, n_steps, process):
    """Wait until a run has logged so many steps."""
    deadline = time.time() + 60
    while time.time() < deadline and process.poll() is None:
        file = run / "metrics.jsonl"
        if file.is_file() and file.read_text().count("\n") >= n_steps:
            return
        time.sleep(0.01)


def test_kill_9_at_random_moments_then_resume_ends_bit_identical(tmp_path, whole):
    run = tmp_path / "run"
    moments = random.Random(0)
    process = start(*RUN, "--out", "run", cwd=tmp_path)
    n_steps = 50
    for _ in range(3):  # the last time it was resumed already
        wait_for_steps(run, n_steps, process)
        process.kill()
        process.wait()
        process = start("resume", "run", cwd=tmp_path)
        n_steps += moments.randrange(20, 300)
    process.kill()
    process.wait()
    if not (run / "summary.json").exists():
        done = gradatim("resume", "run", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert (run / "model.safetensors").read_bytes() == (whole / "model.safetensors").read_bytes()
    metrics = [json.loads((r / "summary.json").read_text())["metrics"] for r in (run, whole)]
    assert metrics[0] == metrics[1]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches a whole console there")
def test_ctrl_c_exits_cleanly_and_says_how_to_go_on(tmp_path, whole):
    process = start(*RUN, "--out", "run", cwd=tmp_path)
    wait_for_steps(tmp_path / "run", 50, process)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    done = gradatim("resume", "run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    same = [(r / "model.safetensors").read_bytes() for r in (tmp_path / "run", whole)]
    assert same[0] == same[1]
    again = gradatim("resume", "run", cwd=tmp_path)
    assert again.returncode == 2
    assert "is finished" in again.stderr


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 3 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    ) if sys.platform == "linux" else None  # fmt: skip
    if mounted is None or mounted.returncode:
        pytest.skip("needs the right to mount a small file system (root on Linux)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_full_disk_in_mid_run_is_told_and_nothing_is_lost(small_disk, whole):
    process = start(*RUN, "--out", "run", cwd=small_disk)
    run = small_disk / "run"
    wait_for_steps(run, 50, process)
    filler = small_disk / "filler"
    with contextlib.suppress(OSError), open(filler, "wb") as file:
        while True:
            file.write(b"0" * 4096)
            file.flush()
    assert shutil.disk_usage(small_disk).free < 4096
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "No space left on device" in errors
    assert "gradatim resume" in errors
    assert "Traceback" not in errors
    filler.unlink()
    done = gradatim("resume", "run", cwd=small_disk)
    assert done.returncode == 0, done.stderr
    assert (run / "model.safetensors").read_bytes() == (whole / "model.safetensors").read_bytes()


def test_folder_made_read_only_in_mid_run_is_told_and_nothing_is_lost(small_disk):
    process = start(*RUN, "--out", "run", cwd=small_disk)
    run = small_disk / "run"
    wait_for_steps(run, 50, process)
    before = (run / "state" / "last.pt").read_bytes()
    process.send_signal(signal.SIGSTOP)  # a file open for writing would keep the mount busy
    remounted = subprocess.run(
        ["mount", "-o", "remount,ro", str(small_disk)], capture_output=True, check=False
    )
    process.send_signal(signal.SIGCONT)
    if remounted.returncode:
        process.kill()
        process.communicate()
        pytest.skip("cannot make a file system read-only here")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "Read-only file system" in errors
    assert "gradatim resume" in errors
    assert "Traceback" not in errors
    assert (run / "state" / "last.pt").read_bytes() == before
