"""Hand a run on: as ONNX, as a torch.export program or as safetensors, checked against itself."""

import importlib.util
import io
import logging
import shutil
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.data.language.tokenizers import from_text
from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.models.hub import load_save
from gradatim.recipes.export.graph import Graph, graph_of
from gradatim.recipes.export.model_card import model_card
from gradatim.recipes.runs import open_run
from gradatim.spelling import spelled
from gradatim.training import Run

Form = Literal["onnx", "torch-export", "safetensors"]
FILES = {"onnx": "model.onnx", "torch-export": "model.pt2", "safetensors": "model.safetensors"}
ONNX_NEEDS = ("onnx", "onnxscript", "onnxruntime")
TOLERANCE = 1e-4  # of probabilities; of larger outputs relative to the largest


@dataclass(frozen=True)
class Exported:
    """A run that was handed on.

    Attributes:
        folder: with the model, its card and what opens it.
        n_inputs: real inputs that it was checked on.
        difference: the largest from the original's answers; relative to the largest answer if that
            is above 1.
        any_batch: whether it takes any number of inputs at once.
    """

    folder: Path
    n_inputs: int
    difference: float
    any_batch: bool


def export(folder: Path, form: Form, out: Path | None = None) -> Exported:
    """Write a run in a form that others open, and check that it answers like the original.

    Args:
        folder: of a finished run.
        form: onnx, torch-export or safetensors.
        out: folder to write; beside the run and named after it by default.

    Raises:
        UserError: no finished run, its data are not there, a model that cannot be written so, a
            library that is missing, a folder that is taken.
    """
    if form not in get_args(Form):
        raise UserError(f"a run cannot be exported to {form!r}: give {', '.join(get_args(Form))}.")
    missing = [name for name in ONNX_NEEDS if importlib.util.find_spec(name) is None]
    if form == "onnx" and missing:
        raise UserError(
            f"ONNX needs {' and '.join(missing)}: pip install 'gradatim[onnx]', or give "
            f"{spelled('to', 'torch-export')} or {spelled('to', 'safetensors')}, which need "
            "nothing more."
        )
    recipe, model, info, run = open_run(folder)
    if not run.summary():
        raise UserError(f"{folder} is not finished: run `gradatim resume {folder}` first.")
    out = out or run.folder.with_name(f"{run.folder.name}-{form}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UserError(
            f"{out} is already there: remove it, or give another folder with "
            f"{spelled('out', 'FOLDER')}."
        )
    try:
        graph = graph_of(recipe, model, info, run)
    except UserError:
        if form != "safetensors":
            raise
        graph = None  # weights alone are compared with themselves
    out.mkdir(parents=True, exist_ok=True)
    try:
        any_batch = True
        if form == "safetensors":
            expected, found = _write_weights(graph, model, run, out)
        else:
            assert graph is not None
            expected = answers_of(graph)
            any_batch, found = _write_program(form, graph, out / FILES[form])
            shutil.copy(run.folder / "config.json", out / "config.json")  # what the inputs mean
        difference = largest_difference(expected, found)
        if difference > TOLERANCE:
            raise UserError(
                f"the exported model answers differently from {folder} (by {difference:.1e}): it "
                f"was not kept; {spelled('to', 'safetensors')} writes the weights as they are."
            )
        n_inputs = len(next(iter(graph.inputs.values()))) if graph else 0
        check = f"{difference:.1e}, " + (f"on {n_inputs} real inputs" if n_inputs else "in weights")
        card = model_card(run, recipe, info, graph, out / FILES[form], check)
        write_atomically(out / "card.md", card)
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise
    return Exported(out, n_inputs, difference, any_batch)


def answers_of(graph: Graph) -> list[np.ndarray]:
    with torch.no_grad():
        return _as_arrays(graph.module(*graph.inputs.values()))


def _write_program(form: Form, graph: Graph, file: Path) -> tuple[bool, list[np.ndarray]]:
    """Write the graph; whether it takes any number of inputs, and what it answers when opened."""
    program, any_batch = traced(graph)
    if form == "torch-export":
        with _quiet():
            torch.export.save(program, file)
            opened = torch.export.load(file).module()
        with torch.no_grad():
            return any_batch, _as_arrays(opened(*graph.inputs.values()))
    import onnxruntime  # an optional extra

    with _quiet():
        torch.onnx.export(
            program,
            (),
            file,
            input_names=list(graph.inputs),
            output_names=list(graph.gives) or None,
            external_data=False,
            verbose=False,
        )
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    inputs = {name: tensor.numpy() for name, tensor in graph.inputs.items()}
    return any_batch, _as_arrays([torch.as_tensor(found) for found in session.run(None, inputs)])


def traced(graph: Graph) -> tuple[Any, bool]:
    """The graph as torch.export writes it, and whether it takes any number of inputs.

    Raises:
        UserError: what it computes depends on the values of its inputs.
    """
    graph.module.eval()
    inputs = tuple(graph.inputs.values())
    batch = torch.export.Dim("batch", min=1)
    reason = ""
    for any_batch in (True, False):
        shapes = tuple({0: batch} for _ in inputs) if any_batch else None
        try:
            with torch.no_grad(), _quiet():
                return torch.export.export(graph.module, inputs, dynamic_shapes=shapes), any_batch
        except Exception as error:  # it has many classes, some of them private
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
    raise UserError(
        f"this model cannot be written as one fixed computation ({reason}): give "
        f"{spelled('to', 'safetensors')}."
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the exporters tell about themselves from the reader."""
    logger = logging.getLogger("torch")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            logger.setLevel(level)


def _write_weights(
    graph: Graph | None, model: nn.Module, run: Run, out: Path
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Write weights with what opens them; what original and copy answer, or both their weights.

    A language model becomes a checkpoint as the transformers library writes it, where there is one
    of its kind; every other model a run folder without its history.
    """
    texts = run.texts()
    try:
        if "tokenizer.json" not in texts:
            raise UserError("no language model")
        load_save.save(model, out, from_text(texts["tokenizer.json"]))
        opened = load_save.load(out).model
    except UserError:
        for name in ("config.json", "summary.json", "model.safetensors", *texts):
            shutil.copy(run.folder / name, out / Path(name).name)
        opened = open_run(out)[1]
    state = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    if graph is None:
        copy = opened.state_dict()
        return _as_arrays(list(state.values())), _as_arrays([copy[name] for name in state])
    expected = answers_of(graph)
    model.load_state_dict(opened.state_dict())
    found = answers_of(graph)
    model.load_state_dict(state)
    return expected, found


def _as_arrays(outputs: Tensor | Sequence[Tensor]) -> list[np.ndarray]:
    several = [outputs] if isinstance(outputs, Tensor) else outputs
    return [t.detach().float().numpy() for t in several if isinstance(t, Tensor)]


def largest_difference(expected: Sequence[np.ndarray], found: Sequence[np.ndarray]) -> float:
    """The largest difference of two lists of outputs, relative to outputs that are above 1."""
    if len(expected) != len(found):
        return float("inf")
    worst = 0.0
    for wanted, got in zip(expected, map(np.asarray, found), strict=True):
        if wanted.shape != got.shape:
            return float("inf")
        same = (wanted == got) | (np.isnan(wanted) & np.isnan(got.astype(np.float32)))
        with np.errstate(invalid="ignore"):  # infinity less infinity, which is the same here
            apart = np.where(same, 0.0, np.abs(wanted - got.astype(np.float32)))
        finite = np.abs(wanted[np.isfinite(wanted)])
        worst = max(worst, float(apart.max(initial=0) / max(1.0, finite.max(initial=0))))
    return worst
