"""A run is a folder: configuration, metrics, weights, state to resume, summary, report."""

import shutil
from pathlib import Path
from typing import Any, Self

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, load_model
from torch import Tensor, nn

from gradatim.checksums import (
    line_with_checksum,
    save_tensors,
    tensors_are_intact,
    text_digest,
    with_checksum,
)
from gradatim.errors import UserError
from gradatim.files import write_atomically, write_json
from gradatim.models.lora import CHANGED, merged_shapes, merged_state
from gradatim.models.quantization import is_packed, unpack, unpacked_shapes
from gradatim.spelling import spelled
from gradatim.training.run_folder.checkpoint import load_state, save_state
from gradatim.training.run_folder.files import (
    SAMPLES,
    read_config,
    read_metrics,
    read_summary,
    sampled_at,
    samples,
)
from gradatim.training.run_folder.old_names import FORMAT, weight_names
from gradatim.version import __version__


class Run:
    """A run folder; `Run.create` starts one, `Run.open` reads one."""

    def __init__(self, folder: Path, config: dict[str, Any]) -> None:
        self.folder = folder
        self.config = config

    def __repr__(self) -> str:
        return f"Run({str(self.folder)!r}, recipe={self.config.get('recipe')!r})"

    @classmethod
    def create(
        cls,
        folder: Path | str,
        recipe: str,
        options: dict[str, Any],
        *,
        info: dict[str, Any] | None = None,
        files: dict[str, str] | None = None,
        data: dict[str, dict[str, int | str]] | None = None,
        runtime: dict[str, Any] | None = None,
        paths: dict[str, str] | None = None,
    ) -> Self:
        """Start a run folder.

        Args:
            folder: where; made if needed.
            recipe: name of the recipe.
            options: every option of it.
            info: what rebuilds the model without its data (see `Task.info`).
            files: text files to save with the run, by name.
            data: size and checksum of what it is trained on (see `Task.data`).
            runtime: where it computes, and a limit of its time.
            paths: way from the folder to each file or folder that an option names.

        Raises:
            UserError: the folder already holds something, or cannot be written.
        """
        folder = Path(folder)
        if folder.exists() and not folder.is_dir():
            raise UserError(f"{folder} is a file: give a folder with {spelled('out', 'FOLDER')}.")
        # Listed once: a run that starts beside this one may write its config.json at any moment.
        names = {file.name for file in folder.iterdir()} if folder.is_dir() else set()
        if "config.json" in names:
            raise UserError(_taken(folder))
        if names:
            raise UserError(f"{folder} holds other files: give another {spelled('out', 'FOLDER')}.")
        # Everything that a second run needs to give the same numbers, but for the machine.
        config = {
            "recipe": recipe,
            "format": FORMAT,
            "options": options,
            "info": info or {},
            "runtime": runtime or {},
            "data": data or {},
            "paths": paths or {},
            "files": {name: text_digest(text.encode()) for name, text in (files or {}).items()},
            "versions": {"gradatim": __version__, "torch": str(torch.__version__)},
        }
        run = cls(folder, config)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "config.json").touch(exist_ok=False)  # of two that start at once, one does
            for name, text in (files or {}).items():
                write_atomically(folder / name, text)
            write_json(folder / "config.json", with_checksum(config))
        except FileExistsError as error:
            raise UserError(_taken(folder)) from error
        except OSError as error:
            raise UserError(
                f"cannot write the run folder {folder} ({error.strerror}): give another folder "
                f"with {spelled('out', 'FOLDER')}."
            ) from error
        return run

    @classmethod
    def open(cls, folder: Path | str) -> Self:
        """Open a run folder.

        Raises:
            UserError: it is not a run folder, or its configuration is damaged.
        """
        folder = Path(folder)
        return cls(folder, read_config(folder))

    def texts(self) -> dict[str, str]:
        """The text files that belong to the run, by name."""
        names = self.config.get("files", {})
        return {name: (self.folder / Path(name).name).read_text("utf-8") for name in names}

    def _still_there(self) -> None:
        """Refuse to write beside nothing: who deletes a run that is trained means to stop it.

        Raises:
            UserError: the run folder is gone.
        """
        if not (self.folder / "config.json").is_file():
            raise UserError(
                f"{self.folder} was removed while it was trained, so the training stops: nothing "
                "of it is kept."
            )

    # metrics.jsonl: one JSON object a line, with "step" and "kind" ("train" or "evaluate")

    def log(self, *rows: dict[str, Any]) -> None:
        """Append lines to metrics.jsonl."""
        self._still_there()
        with open(self.folder / "metrics.jsonl", "a", encoding="utf-8") as file:
            file.write("".join(line_with_checksum(row) + "\n" for row in rows))

    def metrics(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Read metrics.jsonl; a damaged line is left out, and said once in a warning."""
        return [row for row in read_metrics(self.folder) if kind is None or row["kind"] == kind]

    def forget_after(self, step: int) -> None:
        """Drop the metrics of steps that will be done again after a resume."""
        # Otherwise a resumed run would show these steps twice, and its curve would go back in time.
        kept = [line_with_checksum(row) + "\n" for row in self.metrics() if row["step"] <= step]
        write_atomically(self.folder / "metrics.jsonl", "".join(kept))
        for file in samples(self.folder):
            if sampled_at(file) > step:
                file.unlink()

    # samples, in the folder `samples`

    def save_sample(self, step: int, files: dict[str, bytes]) -> None:
        """Write what a model made after so many steps, see `Task.sample`."""
        self._still_there()
        for suffix, content in files.items():
            write_atomically(self.folder / SAMPLES / f"{step:08d}.{suffix}", content)

    # weights and state

    def save_weights(self, weights: dict[str, Tensor], name: str = "model.safetensors") -> None:
        """Write weights as safetensors; of tied weights (one tensor, two names) the first name."""
        self._still_there()
        # safetensors refuses tensors that share memory, as an embedding and its output matrix do.
        unique: dict[tuple[Any, ...], str] = {}
        for key, tensor in weights.items():
            unique.setdefault((tensor.data_ptr() or key, tensor.shape, tensor.stride()), key)
        tensors = {key: weights[key].detach().cpu().contiguous() for key in unique.values()}
        write_atomically(self.folder / name, lambda path: save_tensors(tensors, path))

    def load_weights(self, model: nn.Module, name: str = "model.safetensors") -> None:
        """Read weights into a model.

        Raises:
            UserError: no weights there yet, a damaged file, or those of another model.
        """
        file = self._weights(name)
        try:
            if not tensors_are_intact(file):
                raise UserError(
                    f"{file} is damaged (its checksum does not fit): restore it or train anew."
                )
            stored, own = load_file(file), model.state_dict()
            plain = merged_state(unpack(stored))  # earlier versions kept changes apart
            if plain.keys() != stored.keys() and not any(CHANGED in name for name in own):
                model.load_state_dict(_with_ties(model, plain))
                return
            today = weight_names(stored, own)
            if all(old == new for old, new in today.items()):
                load_model(model, str(file))
                return
            left = dict(model.named_buffers()).keys() - today.values()  # of the wrapper
            state = {today[name]: tensor for name, tensor in stored.items()}
            model.load_state_dict(state | {name: own[name] for name in left})
        except (SafetensorError, OSError) as error:
            raise UserError(f"{file} is damaged ({error}): restore it or train anew.") from error
        except RuntimeError as error:
            reason = str(error).splitlines()[-1].strip()
            raise UserError(f"{file} does not fit the model in config.json ({reason}).") from error

    def check_shapes(self, model: nn.Module, name: str = "model.safetensors") -> None:
        """Compare the weights with a model, which may be on the meta device, without loading them.

        Raises:
            UserError: no weights there yet, a damaged file, or those of another model.
        """
        file = self._weights(name)
        try:
            with safe_open(file, framework="pt") as stored:
                found = {key: tuple(stored.get_slice(key).get_shape()) for key in stored.keys()}  # noqa: SIM118
        except (SafetensorError, OSError) as error:
            raise UserError(f"{file} is damaged ({error}): restore it or train anew.") from error
        wanted = {key: tuple(tensor.shape) for key, tensor in model.state_dict().items()}
        found = merged_shapes(unpacked_shapes(found))
        today = weight_names(found, wanted)
        found = {today[key]: shape for key, shape in found.items()}
        for key, shape in found.items():  # tied weights are stored once, so some may be missing
            if wanted.get(key) != shape:
                asked = f"asks for {wanted[key]}" if key in wanted else "knows no such weights"
                raise UserError(
                    f"{file} does not fit the model in config.json: {key} is {shape} there, and "
                    f"the model {asked}."
                )

    def is_packed(self, name: str = "model.safetensors") -> bool:
        """Whether the matrices are stored in 8 or 4 bits, see `models.quantization`."""
        with safe_open(self._weights(name), framework="pt") as stored:
            return is_packed(stored.keys())

    def _weights(self, name: str) -> Path:
        if not (self.folder / name).is_file():
            raise UserError(
                f"{self.folder} holds no weights yet: run `gradatim resume {self.folder}` first."
            )
        return self.folder / name

    def summary(self) -> dict[str, Any]:
        """Read summary.json; empty while the run is not finished.

        Raises:
            UserError: the file is damaged.
        """
        return read_summary(self.folder)

    def finish(self, summary: dict[str, Any]) -> None:
        """Write summary.json, and remove the state that is no longer needed."""
        self._still_there()
        write_json(self.folder / "summary.json", with_checksum(summary))
        # AdamW holds two numbers per weight: a run without them is a third as large.
        shutil.rmtree(self.folder / "state", ignore_errors=True)

    def save_state(self, state: dict[str, Any]) -> None:
        """Write the state from which the run can be resumed, and behind it its SHA-256.

        Raises:
            OSError: the disk is full or read-only; the old state is still there.
        """
        self._still_there()
        write_atomically(self.folder / "state" / "last.pt", lambda path: save_state(state, path))

    def load_state(self) -> dict[str, Any] | None:
        """Read the state to resume from, if there is one; only tensors and plain values.

        Raises:
            UserError: the file is damaged.
        """
        file = self.folder / "state" / "last.pt"
        return load_state(file) if file.is_file() else None


def _taken(folder: Path) -> str:
    """Say what can be done where a run is already."""
    another = f"give another folder with {spelled('out', 'FOLDER')}"
    if (folder / "summary.json").is_file():
        return (
            f"{folder} is a finished run: measure it with `gradatim evaluate {folder}`, or "
            f"{another}."
        )
    return f"{folder} is a run already: resume it with `gradatim resume {folder}`, or {another}."


def _with_ties(model: nn.Module, state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Give tied weights, which are stored once, all of their names."""
    names = {
        tensor.data_ptr(): name for name, tensor in model.state_dict().items() if name in state
    }
    ties = {
        name: state[names[tensor.data_ptr()]]
        for name, tensor in model.state_dict().items()
        if name not in state and tensor.data_ptr() in names
    }
    return state | ties
