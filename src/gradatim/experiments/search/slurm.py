"""The same sweep on a cluster: an array job of Slurm, one task per run."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gradatim.errors import UserError
from gradatim.experiments.search.workers import Job
from gradatim.files import write_atomically
from gradatim.spelling import spelled
from gradatim.training.config import Device

SCRIPT = """#!/bin/bash
#SBATCH --job-name={name}
#SBATCH --array=1-{n}
#SBATCH --cpus-per-task={threads}
#SBATCH --output={folder}/slurm-%a.log
#SBATCH --requeue
# A line of commands.txt per task. A run that is there already is continued, or left alone if it is
# finished, so a task may be started again.
set -eu
command=$(sed -n "${{SLURM_ARRAY_TASK_ID}}p" {commands})
run=${{command##* --out }}
export OMP_NUM_THREADS={threads}
if [ -f "$run/summary.json" ]; then exit 0; fi
if [ -f "$run/config.json" ]; then exec gradatim resume "$run"; fi
exec $command
"""


def write_array(jobs: Sequence[Job], folder: Path, threads: int, device: Device = "auto") -> Path:
    """Write the script and its list of commands.

    Args:
        jobs: all runs of the sweep.
        folder: of the sweep, which all machines can reach.
        threads: cores of each run.
        device: that each run computes on.

    Returns:
        The script, for `sbatch`.

    Raises:
        UserError: a folder whose name a shell would take apart.
    """
    if any(c.isspace() or c in "'\"$`\\;&|*?" for c in str(folder)):
        raise UserError(
            f"{folder}: give a folder without blanks and quotes for {spelled('on', 'slurm')}."
        )
    commands = folder / "commands.txt"
    write_atomically(commands, "".join(f"{_command(job, threads, device)}\n" for job in jobs))
    script = SCRIPT.format(
        name=jobs[0].condition.recipe,
        n=len(jobs),
        threads=threads,
        folder=folder,
        commands=commands,
    )
    write_atomically(folder / "sweep.sbatch", script)
    return folder / "sweep.sbatch"


def _command(job: Job, threads: int, device: Device) -> str:
    words = ["gradatim", "train", job.condition.recipe]
    for name, value in {**job.condition.changes, "seed": job.seed, "threads": threads}.items():
        words += _words(f"--{name.replace('_', '-')}", value)
    if device != "auto":
        words += ["--device", device]
    words += ["--out", str(job.folder)]
    for word in words:
        if word != shlex.quote(word):
            raise UserError(
                f"{word!r} has characters that a shell script would split it at: use "
                f"{spelled('config', 'FILE')}."
            )
    return " ".join(words)


def _words(flag: str, value: Any) -> list[str]:
    if isinstance(value, bool):
        return [flag if value else flag.replace("--", "--no-", 1)]
    several = value if isinstance(value, tuple | list) else [value]
    return [flag, *map(str, several)]
