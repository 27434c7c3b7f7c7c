"""Run `gradatim WORDS` in a process that stops itself at a step, whatever the machine's speed.

    python -m tests.training.run_folder.stopped_run STEP WHERE WORDS ...

The process sends itself SIGSTOP; who started it waits for that, does what it wants, and lets it go
on with SIGCONT. It saves a checkpoint every 40 steps.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from gradatim import files
from gradatim.cli import main
from gradatim.training.recorder import RunRecorder
from tests.cli.helpers import environment

ROOT = Path(__file__).parents[3]


def start_and_stop(step: int, *words: object, cwd: Path, where: str = "step") -> subprocess.Popen:
    """Start `gradatim WORDS`; return when it stands still.

    Args:
        step: the first one at whose end it may stop.
        words: of the command line.
        cwd: its folder.
        where: "step" at the end of that step, "save" when the next file is complete beside the old
            one and has not taken its place.
    """
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.training.run_folder.stopped_run",
            str(step),
            where,
            *map(str, words),
        ],
        cwd=cwd,
        env=environment(PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    _, status = os.waitpid(process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status), "the run came to its end before it stopped"
    return process


def stop_at(step: int, where: str) -> None:
    """Let this process stop itself once, at a step of its training."""
    note, move_into_place = RunRecorder.note, files.move_into_place
    stops = iter([True])
    reached = False

    def stop() -> None:
        if next(stops, False):
            os.kill(os.getpid(), signal.SIGSTOP)

    def noted(recorder, number, metrics):
        nonlocal reached
        note(recorder, number, metrics)
        reached = reached or number >= step
        if reached and where == "step":
            stop()

    def moved(finished, path):
        if reached and where == "save":
            stop()
        move_into_place(finished, path)

    RunRecorder.note, files.move_into_place = noted, moved
    RunRecorder.checkpoint_due = lambda recorder: recorder.pending[-1][0] % 40 == 0


if __name__ == "__main__":
    stop_at(int(sys.argv[1]), sys.argv[2])
    main(sys.argv[3:])
