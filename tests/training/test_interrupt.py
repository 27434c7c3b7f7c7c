"""Ctrl-C and SIGTERM become a flag; runs that are killed, starved of disk, or refused a folder."""

import contextlib
import json
import shutil
import signal
import subprocess
import sys
import threading

import pytest

from gradatim.cli import main
from gradatim.training.interrupt import caught_signals
from tests.cli.helpers import complaint
from tests.training.run_folder.stopped_run import start_and_stop

RUN = ["train", "digits-mlp", "--steps", "400", "--batch-size", "32", "--ema-decay", "0.99"]
RUN += ["--threads", "1"]  # on which a run depends bit for bit
posix = pytest.mark.skipif(sys.platform == "win32", reason="no process stands still there")


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
    run = tmp_path_factory.mktemp("whole") / "run"
    main([*RUN, "--out", str(run)])
    return run


MOMENTS = [("save", 130), ("step", 301)]


@posix
def test_kill_9_in_mid_step_or_in_mid_save_then_resume_ends_bit_identical(tmp_path, whole):
    run, command = tmp_path / "run", (*RUN, "--out", "run")
    for where, step in MOMENTS:  # the second time it was resumed already
        process = start_and_stop(step, *command, cwd=tmp_path, where=where)
        process.kill()
        process.communicate()
        command = ("resume", "run")
    assert not (run / "summary.json").exists()
    main(["resume", str(run)])
    assert (run / "model.safetensors").read_bytes() == (whole / "model.safetensors").read_bytes()
    metrics = [json.loads((r / "summary.json").read_text())["metrics"] for r in (run, whole)]
    assert metrics[0] == metrics[1]


@posix
def test_ctrl_c_exits_cleanly_and_says_how_to_go_on(tmp_path, whole, capsys):
    run = tmp_path / "run"
    process = start_and_stop(50, *RUN, "--out", "run", cwd=tmp_path)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGCONT)
    printed, _ = process.communicate()
    assert process.returncode == 0
    assert "gradatim resume run" in printed
    main(["resume", str(run)])
    assert (run / "model.safetensors").read_bytes() == (whole / "model.safetensors").read_bytes()
    assert "is finished" in complaint(capsys, "resume", str(run))


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 3 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    mounts = sys.platform == "linux"
    if not mounts or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small file system (root on Linux)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_full_disk_in_mid_run_is_told_and_nothing_is_lost(small_disk, whole):
    process = start_and_stop(50, *RUN, "--out", "run", cwd=small_disk)
    run = small_disk / "run"
    filler = small_disk / "filler"
    with contextlib.suppress(OSError), open(filler, "wb") as file:
        while True:
            file.write(b"0" * 4096)
            file.flush()
    assert shutil.disk_usage(small_disk).free < 4096
    process.send_signal(signal.SIGCONT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "No space left on device" in errors
    assert "gradatim resume" in errors
    assert "Traceback" not in errors
    filler.unlink()
    main(["resume", str(run)])
    assert (run / "model.safetensors").read_bytes() == (whole / "model.safetensors").read_bytes()


def test_folder_made_read_only_in_mid_run_is_told_and_nothing_is_lost(small_disk):
    # It stands still: a file open for writing would keep the mount busy.
    process = start_and_stop(50, *RUN, "--out", "run", cwd=small_disk)
    run = small_disk / "run"
    before = (run / "state" / "last.pt").read_bytes()
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


def test_ctrl_break_of_windows_stops_like_ctrl_c(monkeypatch):
    """Imitated by another signal: the page stops runs by it there."""
    if not hasattr(signal, "SIGBREAK"):
        monkeypatch.setattr(signal, "SIGBREAK", signal.SIGUSR1, raising=False)
    before = signal.getsignal(signal.SIGBREAK)
    with caught_signals() as caught:
        signal.raise_signal(signal.SIGBREAK)
        assert caught == [signal.SIGBREAK]
    assert signal.getsignal(signal.SIGBREAK) == before
