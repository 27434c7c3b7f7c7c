"""Several processes for one command: the same command line once per device.

A process finds its place in RANK, LOCAL_RANK and WORLD_SIZE and the others at MASTER_ADDR, as
under torchrun, which can start the processes as well. This launcher ends what torchrun ends in a
traceback: one sentence says which process failed.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

import torch

from gradatim.errors import UserError
from gradatim.process_tree import end_with_parent
from gradatim.spelling import given
from gradatim.training import RuntimeOptions

POLL_INTERVAL = 0.1  # seconds
PATIENCE = 3.0  # seconds in which the others may end by themselves: most mistakes all of them find


class Worker(NamedTuple):
    """A started process, and what it says on stderr where that is not shown at once."""

    rank: int
    process: subprocess.Popen
    errors: IO[bytes] | None


def is_main() -> bool:
    """Tell whether this process is the one that prints."""
    return os.environ.get("RANK", "0") == "0"


def end_with_launcher() -> None:
    """As one of several processes, end when the one that started them is killed (Linux)."""
    if "RANK" in os.environ:
        end_with_parent()


def is_alone(options: RuntimeOptions) -> bool:
    """Tell whether several processes were asked for and this one was not started as one of them."""
    return (options.devices > 1 or options.nodes > 1) and "RANK" not in os.environ


def launch(options: RuntimeOptions, words: Sequence[str], folder: Path) -> None:
    """Run a command line in several processes; exit with the code of the first that fails.

    When one is killed, the others are ended, and up to `max_restarts` times the run goes on from
    its last checkpoint.

    Args:
        options: how many processes on how many machines.
        words: the command line. It starts as `python -m gradatim`, whatever called this, so a
            script needs no main guard.
        folder: of the run that the command writes.

    Raises:
        UserError: a process was killed, and no restart is left.
    """
    check_devices(options)
    for restarts_left in reversed(range(options.max_restarts + 1)):
        failed, asked_to_end = _run(options, words)
        if failed is None:
            sys.exit(0)
        code = failed.process.returncode
        if code >= 0:
            _explain(failed)
            sys.exit(code)
        if code == -signal.SIGABRT:
            _explain(failed)  # not killed from outside: what it ended with is the cause
        how = f"process {failed.rank} was killed ({signal_name(-code)})"
        if not restarts_left or asked_to_end or not (folder / "config.json").is_file():
            raise UserError(
                f"{how}, so the other processes were ended: continue with `gradatim resume RUN`, "
                "with less per process if memory was short."
            )
        sys.stderr.write(
            f"{how}: the run goes on from its last checkpoint; {restarts_left - 1} more restarts.\n"
        )
        # The folder exists now: `train` would refuse it.
        words = ["resume", str(folder)]


def _explain(failed: Worker) -> None:
    """Say why a process failed, unless the first process has said so already."""
    if failed.errors is not None:
        failed.errors.seek(0)
        sys.stderr.write(failed.errors.read().decode(errors="replace"))


def _run(options: RuntimeOptions, words: Sequence[str]) -> tuple[Worker | None, bool]:
    """Start the processes and wait for them: the first that failed, and whether we were to end."""
    address, _, port = options.master_address.partition(":")
    if options.nodes == 1:
        # A port of its own: two trainings on one machine must not meet.
        address, port = "127.0.0.1", str(_free_port())
    place = {
        "WORLD_SIZE": str(options.nodes * options.devices),
        "LOCAL_WORLD_SIZE": str(options.devices),
        "MASTER_ADDR": address,
        "MASTER_PORT": port or "29500",
    }
    workers: list[Worker] = []
    with _signals_passed_on(workers) as signals:
        for local in range(options.devices):
            rank = options.node_rank * options.devices + local
            errors = tempfile.TemporaryFile() if local else None  # noqa: SIM115 - open until the end
            environment = {**os.environ, **place, "RANK": str(rank), "LOCAL_RANK": str(local)}
            command = [sys.executable, "-m", "gradatim", *words]
            process = subprocess.Popen(command, env=environment, stderr=errors)
            workers.append(Worker(rank, process, errors))
        failed = _first_failure(workers)
        _end(workers)
    if failed and workers[0].process.returncode == failed.process.returncode:
        failed = failed._replace(errors=None)  # the first has said it
    return failed, bool(signals)


def check_devices(options: RuntimeOptions) -> None:
    """Refuse more processes than there are devices: each loads a whole model."""
    cards = torch.cuda.device_count() if options.device in ("auto", "cuda") else 0
    most = cards or max(2, os.cpu_count() or 1)
    if options.devices > most:
        raise UserError(
            f"{given('devices', options.devices)}: this machine has {most} "
            f"{'GPUs' if cards else 'processor cores'}, so give 1 to {most}."
        )


def _first_failure(workers: Sequence[Worker]) -> Worker | None:
    """Wait until all have ended well, or one has not."""
    while True:
        codes = [worker.process.poll() for worker in workers]
        failed = [w for w, code in zip(workers, codes, strict=True) if code]
        if failed or None not in codes:
            # Where one was killed the others fail for want of it: the killed one is the cause.
            killed = [w for w in failed if w.process.returncode < 0]
            return next(iter(killed or failed), None)
        time.sleep(POLL_INTERVAL)


def _end(workers: Sequence[Worker]) -> None:
    """Let the others end by themselves, then kill them: a run outlives that."""
    end = time.monotonic() + PATIENCE
    while any(w.process.poll() is None for w in workers) and time.monotonic() < end:
        time.sleep(POLL_INTERVAL)
    for worker in workers:
        worker.process.kill()
        worker.process.wait()


@contextmanager
def _signals_passed_on(workers: Sequence[Worker]) -> Iterator[list[int]]:
    """Hand SIGTERM on. Ctrl-C reaches every process of a terminal: each ends in its own way."""
    passed: list[int] = []

    def pass_on(number: int, _: object) -> None:
        passed.append(number)
        for worker in workers:
            worker.process.send_signal(number)

    # Ctrl-C is for the workers alone: this process waits for them to save.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    before_term = signal.signal(signal.SIGTERM, pass_on)
    try:
        yield passed
    finally:
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGTERM, before_term)


def signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
