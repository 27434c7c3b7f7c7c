"""Runs as processes of their own: `gradatim train`, as in a terminal, in the folder `runs`.

What a run does is read from its folder, so that it survives the page and the server, and a run
that a terminal started is shown like any other.
"""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

from gradatim.errors import UserError
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.training.run_folder.files import (
    progress_of,
    read_config,
    read_metrics,
    read_summary,
    sampled_at,
    samples,
)
from gradatim.training.run_folder.lock import trained_by
from gradatim.web.run_form import form_options, value_of

MOST = 2  # runs at once: more would only share the cores
POINTS = 200  # of a curve
# On Windows SIGTERM ends a process at once; Ctrl-Break lets it save, and reaches groups only.
STOP = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM)
OWN_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
LOGS = ".page"  # folder in `runs` with what the processes print


class Runs:
    """The runs of one folder."""

    def __init__(self, folder: Path) -> None:
        """Say where `runs` lies, or will lie."""
        self.folder = folder.resolve()
        self.started: dict[str, subprocess.Popen[bytes]] = {}  # by this server
        self.recipes: dict[str, str] = {}  # of these, which have no folder at first

    def names(self) -> list[str]:
        """The runs, the newest first; those of a folder in `runs`, such as the tour's, too."""
        runs = self.folder / "runs"
        found = [
            file.parent for depth in ("*", "*/*") for file in runs.glob(f"{depth}/config.json")
        ]
        known = {run.relative_to(runs).as_posix(): run.stat().st_mtime for run in found}
        # Newest of all: they have no folder whose time could tell.
        waiting = {name: float("inf") for name in self.started if name not in known}
        return [name for name, _ in sorted((known | waiting).items(), key=lambda item: -item[1])]

    def start(self, recipe: str, given: dict[str, str]) -> str:
        """Train a recipe; returns the name of the run.

        Args:
            recipe: its name.
            given: options as a form gives them, each a text; empty ones keep their defaults.

        Raises:
            UserError: no such recipe or option, a value that does not fit, too many at once.
        """
        config = get(recipe)
        known = {option.name: option for option in form_options(config)}
        values = {k: value_of(known[k], v) for k, v in given.items() if k in known and v.strip()}
        # A form sends every field: only what was changed counts as asked for, and is checked as
        # such.
        values = {k: v for k, v in values.items() if v != known[k].value}
        change(recipe, config, values)  # says what does not fit before anything starts
        words = [part for k, v in values.items() for part in (f"--{k.replace('_', '-')}", str(v))]
        name = self.free_name(recipe)
        self.recipes[name] = recipe
        self._launch(name, ["train", recipe, "--out", f"runs/{name}", *words])
        return name

    def resume(self, name: str) -> None:
        """Go on with a run that was stopped."""
        self._launch(name, ["resume", f"runs/{self.known(name)}"])

    def stop(self, name: str) -> None:
        """Let a run finish its step, save and stop, as Ctrl-C does."""
        process = trained_by(self._path(name))
        if process is None and self._waits(name):
            self.started[name].send_signal(STOP)  # it has not begun to train
        elif process is not None:
            try:
                psutil.Process(process).send_signal(STOP)
            except (OSError, psutil.Error) as error:  # on Windows, one of another window
                raise UserError(
                    f"The run {name} cannot be stopped from here ({error}): press Ctrl-C where "
                    "it was started."
                ) from error

    def state(self, name: str) -> dict[str, Any]:
        """What a run does now: how far it is, its curve, its result or its last words."""
        self.known(name)
        folder = self._path(name)
        waits = self._waits(name)
        config = folder / "config.json"
        if not config.is_file() or (waits and config.stat().st_size == 0):  # just being written
            state = "starting" if waits else "failed"
            recipe = self.recipes.get(name, "")
            return {"name": name, "recipe": recipe, "state": state, **self._said(name)}
        saved, summary = read_config(folder), read_summary(folder)
        rows = [row for row in read_metrics(folder) if row["kind"] == "train" and "loss" in row]
        fraction, left = progress_of(saved["options"], rows)
        running = waits or trained_by(folder) is not None
        state = "running" if running else "finished" if summary.get("finished") else "stopped"
        return {
            "name": name,
            "recipe": saved["recipe"],
            "network": saved["info"].get("network", ""),
            "state": state,
            "fraction": 1.0 if state == "finished" else fraction,
            "left": left if running else None,
            "seconds": rows[-1]["seconds"] if rows else 0.0,
            "curve": [[row["step"], row["loss"]] for row in rows[:: len(rows) // POINTS + 1]],
            "metrics": summary.get("metrics", {}),
            "samples": _samples(folder),
            "report": (folder / "report.html").is_file(),
            **(self._said(name) if state == "stopped" else {}),
        }

    def sample(self, name: str, file: str) -> Path:
        """A file of what a run made while it trained, see `Task.sample`.

        Raises:
            UserError: there is none of this name.
        """
        known = {sample.name: sample for sample in samples(self._path(self.known(name)))}
        if file not in known:
            raise UserError(f"The run {name} has no sample {file[:60]!r}.")
        return known[file]

    def known(self, name: str) -> str:
        """The name of a run that exists.

        Raises:
            UserError: there is none.
        """
        if name not in self.names():
            raise UserError(f"There is no run {name[:60]!r} here.")
        return name

    def report(self, name: str) -> Path:
        """The report of a run."""
        return self._path(self.known(name)) / "report.html"

    def _path(self, name: str) -> Path:
        return self.folder / "runs" / name

    def free_name(self, recipe: str) -> str:
        """The name that `gradatim train` gives a run, which the chapters' commands use."""
        taken = {*self.names()}
        names = (recipe, *(f"{recipe}-{i}" for i in range(2, 10_000)))
        return next(name for name in names if name not in taken)

    def _waits(self, name: str) -> bool:
        """Whether a process of this server works for a run."""
        return name in self.started and self.started[name].poll() is None

    def _said(self, name: str) -> dict[str, str]:
        """The last lines that a process printed."""
        log = self.folder / "runs" / LOGS / f"{name}.log"
        try:
            return {"said": "\n".join(log.read_text("utf-8", "replace").splitlines()[-8:])}
        except OSError:
            return {"said": ""}

    def _launch(self, name: str, words: list[str]) -> None:
        if sum(self._waits(one) for one in self.started) >= MOST:
            raise UserError(f"{MOST} runs are training. Wait until one ends, or stop one.")
        if trained_by(self._path(name)) is not None or self._waits(name):
            raise UserError(f"The run {name} is training already.")
        log = self.folder / "runs" / LOGS / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            self.started[name] = subprocess.Popen(
                [sys.executable, "-m", "gradatim", *words],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # it goes on when the server stops
                creationflags=OWN_GROUP,
            )


def _samples(folder: Path) -> list[dict[str, Any]]:
    """What a run made while it trained: the step, and the names of its files, image first."""
    found: dict[int, list[str]] = {}
    for file in samples(folder):
        found.setdefault(sampled_at(file), []).append(file.name)
    return [{"step": step, "files": names} for step, names in found.items()]
