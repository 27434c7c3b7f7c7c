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
from typing import IO, NamedTuple

import torch

from gradatim.errors import UserError
from gradatim.process_tree import end_with_parent
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


def launch(options: RuntimeOptions, words: Sequence[str]) -> None:
    """Run a command line in several processes; exit with the code of the first that fails.

    Args:
        options: how many processes on how many machines.
        words: the command line. It starts as `python -m gradatim`, whatever called this, so a
            script needs no main guard.

    Raises:
        UserError: a process was killed; the others are ended.
    """
    _check_devices(options)
    address, _, port = options.master_address.partition(":")
    if options.nodes == 1:
        address, port = "127.0.0.1", str(_free_port())
    place = {
        "WORLD_SIZE": str(options.nodes * options.devices),
        "LOCAL_WORLD_SIZE": str(options.devices),
        "MASTER_ADDR": address,
        "MASTER_PORT": port or "29500",
    }
    workers: list[Worker] = []
    with _signals_passed_on(workers):
        for local in range(options.devices):
            rank = options.node_rank * options.devices + local
            errors = tempfile.TemporaryFile() if local else None  # noqa: SIM115 - open until the end
            environment = {**os.environ, **place, "RANK": str(rank), "LOCAL_RANK": str(local)}
            command = [sys.executable, "-m", "gradatim", *words]
            process = subprocess.Popen(command, env=environment, stderr=errors)
            workers.append(Worker(rank, process, errors))
        failed = _first_failure(workers)
        _end(workers)
    if failed is None:
        sys.exit(0)
    code = failed.process.returncode
    if code < 0:
        raise UserError(
            f"process {failed.rank} was killed ({_signal_name(-code)}), so the other processes "
            "were ended: continue with `gradatim resume RUN`, with less per process if memory "
            "was short."
        )
    first = workers[0]
    if failed.errors is not None and first.process.returncode != code:  # else the first said it
        failed.errors.seek(0)
        sys.stderr.write(failed.errors.read().decode(errors="replace"))
    sys.exit(code)


def _check_devices(options: RuntimeOptions) -> None:
    """Refuse more processes than there are devices: each loads a whole model."""
    cards = torch.cuda.device_count() if options.device in ("auto", "cuda") else 0
    most = cards or max(2, os.cpu_count() or 1)
    if options.devices > most:
        raise UserError(
            f"--devices is {options.devices}: this machine has {most} "
            f"{'GPUs' if cards else 'processor cores'}, so give 1 to {most}."
        )


def _first_failure(workers: Sequence[Worker]) -> Worker | None:
    """Wait until all have ended well, or one has not."""
    while True:
        codes = [worker.process.poll() for worker in workers]
        failed = [w for w, code in zip(workers, codes, strict=True) if code]
        if failed or None not in codes:
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
def _signals_passed_on(workers: Sequence[Worker]) -> Iterator[None]:
    """Hand SIGTERM on. Ctrl-C reaches every process of a terminal: each ends in its own way."""

    def pass_on(number: int, _: object) -> None:
        for worker in workers:
            worker.process.send_signal(number)

    before = signal.signal(signal.SIGINT, lambda *_: None)
    before_term = signal.signal(signal.SIGTERM, pass_on)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGTERM, before_term)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
