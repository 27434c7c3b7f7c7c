"""A run is a folder: configuration, metrics, weights, state to resume, summary, report."""

import json
import shutil
from pathlib import Path
from typing import Any, Self

import torch
from safetensors import SafetensorError
from safetensors.torch import load_model, save_file
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.files import write_atomically, write_json
from gradatim.training.run_format import FORMAT, upgrade
from gradatim.version import __version__


class Run:
    """A run folder; `Run.create` starts one, `Run.open` reads one."""

    def __init__(self, folder: Path, config: dict[str, Any]) -> None:
        self.folder = folder
        self.config = config

    @classmethod
    def create(
        cls,
        folder: Path | str,
        recipe: str,
        options: dict[str, Any],
        *,
        info: dict[str, Any] | None = None,
        files: dict[str, str] | None = None,
        runtime: dict[str, Any] | None = None,
    ) -> Self:
        """Start a run folder.

        Args:
            folder: where; made if needed.
            recipe: name of the recipe.
            options: every option of it.
            info: what rebuilds the model without its data (see `Task.info`).
            files: text files to save with the run, by name.
            runtime: where it computes, and a limit of its time.

        Raises:
            UserError: the folder already holds something, or cannot be written.
        """
        folder = Path(folder)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UserError(
                f"{folder} is already there: resume it with `gradatim resume {folder}`, or give "
                "another folder with --out."
            )
        config = {
            "recipe": recipe,
            "format": FORMAT,
            "options": options,
            "info": info or {},
            "runtime": runtime or {},
            "versions": {"gradatim": __version__, "torch": str(torch.__version__)},
        }
        run = cls(folder, config)
        try:
            for name, text in (files or {}).items():
                write_atomically(folder / name, text)
            write_json(folder / "config.json", config)
        except OSError as error:
            raise UserError(
                f"cannot write the run folder {folder} ({error.strerror}): give another folder "
                "with --out."
            ) from error
        return run

    @classmethod
    def open(cls, folder: Path | str) -> Self:
        """Open a run folder.

        Raises:
            UserError: it is not a run folder, or its configuration is damaged.
        """
        folder = Path(folder)
        file = folder / "config.json"
        if not file.is_file():
            raise UserError(
                f"{folder} is not a run folder (no config.json in it): name a folder that "
                "`gradatim train` wrote."
            )
        try:
            config = json.loads(file.read_text("utf-8"))
        except ValueError as error:
            raise UserError(f"{file} is damaged ({error}): restore it or train anew.") from error
        if not isinstance(config, dict) or "recipe" not in config:
            raise UserError(f"{file} is not the configuration of a run: it names no recipe.")
        return cls(folder, upgrade(config))

    # metrics.jsonl: one JSON object a line, with "step" and "kind" ("train" or "evaluate")

    def log(self, *rows: dict[str, Any]) -> None:
        """Append lines to metrics.jsonl."""
        with open(self.folder / "metrics.jsonl", "a", encoding="utf-8") as file:
            file.write("".join(json.dumps(row) + "\n" for row in rows))

    def metrics(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Read metrics.jsonl; a line cut off by a power failure is left out."""
        file = self.folder / "metrics.jsonl"
        rows = []
        for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if kind is None or row.get("kind") == kind:
                rows.append(row)
        return rows

    def forget_after(self, step: int) -> None:
        """Drop the metrics of steps that will be done again after a resume."""
        kept = [json.dumps(row) + "\n" for row in self.metrics() if row["step"] <= step]
        write_atomically(self.folder / "metrics.jsonl", "".join(kept))

    # weights and state

    def save_weights(self, weights: dict[str, Tensor], name: str = "model.safetensors") -> None:
        """Write weights as safetensors; of tied weights (one tensor, two names) the first name."""
        unique: dict[tuple[Any, ...], str] = {}
        for key, tensor in weights.items():
            unique.setdefault((tensor.data_ptr() or key, tensor.shape, tensor.stride()), key)
        tensors = {key: weights[key].detach().cpu().contiguous() for key in unique.values()}
        write_atomically(self.folder / name, lambda path: save_file(tensors, path))

    def load_weights(self, model: nn.Module, name: str = "model.safetensors") -> None:
        """Read weights into a model.

        Raises:
            UserError: no weights there yet, a damaged file, or those of another model.
        """
        file = self.folder / name
        if not file.is_file():
            raise UserError(
                f"{self.folder} holds no weights yet: run `gradatim resume {self.folder}` first."
            )
        try:
            load_model(model, str(file))
        except SafetensorError as error:
            raise UserError(
                f"{file} is damaged ({error}): resume the run or train anew."
            ) from error
        except RuntimeError as error:
            reason = str(error).splitlines()[-1].strip()
            raise UserError(f"{file} does not fit the model in config.json ({reason}).") from error

    def summary(self) -> dict[str, Any]:
        """Read summary.json; empty while the run is not finished."""
        file = self.folder / "summary.json"
        return json.loads(file.read_text("utf-8")) if file.is_file() else {}

    def save_state(self, state: dict[str, Any]) -> None:
        """Write the state from which the run can be resumed.

        Raises:
            OSError: the disk is full or read-only; the old state is still there.
        """
        write_atomically(self.folder / "state" / "last.pt", lambda path: torch.save(state, path))

    def load_state(self) -> dict[str, Any] | None:
        """Read the state to resume from, if there is one; only tensors and plain values.

        Raises:
            UserError: the file is damaged.
        """
        file = self.folder / "state" / "last.pt"
        if not file.is_file():
            return None
        try:
            return torch.load(file, map_location="cpu", weights_only=True)
        except Exception as error:  # torch has no common class for a file it cannot read
            raise UserError(
                f"{file} is damaged ({type(error).__name__}): remove it to start the run over."
            ) from error

    def forget_state(self) -> None:
        """Remove the state of a finished run: it would only take space."""
        shutil.rmtree(self.folder / "state", ignore_errors=True)
