"""Checkpoints that are not read here, told by their cause before anything else fails."""

from pathlib import Path
from typing import Any, get_type_hints

import torch
from torch import Tensor

from gradatim.errors import UserError
from gradatim.typed import validated

LFS = b"version https://git-lfs"  # how a file begins that Git LFS has not fetched
FILES = ("*.json", "*.safetensors", "*.model", "*.txt", "*.jinja")  # that are read
MOST_PARTS = 10_000  # layers, experts: the largest published models have some hundreds
FLOATS = (torch.float16, torch.bfloat16, torch.float32, torch.float64)
COUNTS = ("n_layers", "n_experts")


def refuse_foreign(path: Path) -> None:
    """Refuse a file or folder that holds something else than a checkpoint.

    Args:
        path: what the user named; a name on the hub passes.

    Raises:
        UserError: a GGUF file, an adapter (LoRA), files that Git LFS has not fetched.
    """
    path = path.expanduser()
    if path.is_file():
        what = "a GGUF file, whose quantized weights are" if path.suffix == ".gguf" else "a file,"
        raise UserError(
            f"{path} is {what} not read here: give the folder of a checkpoint in the format of "
            "the transformers library (config.json and model.safetensors)."
        )
    if not path.is_dir():
        return
    pointers = [file for name in FILES for file in sorted(path.glob(name)) if _is_pointer(file)]
    if pointers:
        raise UserError(
            f"{pointers[0].name} of {path} is a pointer of Git LFS, not the file itself: run "
            "`git lfs pull` in that folder, or download the file."
        )
    if (path / "config.json").is_file() and any(path.glob("model*.safetensors")):
        return
    if (path / "adapter_config.json").is_file():
        raise UserError(
            f"{path} holds an adapter (LoRA), not a whole model: merge it into its base model with "
            "the peft library, merge_and_unload(), and save that."
        )
    if any(path.glob("*.gguf")):
        raise UserError(
            f"{path} holds GGUF files, whose quantized weights are not read here: take the "
            "checkpoint that they were made from."
        )
    inside = [
        file.parent
        for depth in ("*", "*/*", "*/*/*")  # a training's last state, a cache of the hub
        for file in sorted(path.glob(f"{depth}/config.json"))
        if any(file.parent.glob("*.safetensors"))
    ]
    if inside and not (path / "config.json").is_file():
        raise UserError(f"{path} has no config.json; perhaps {inside[-1]} was meant.")


def why_no_weights(path: Path) -> str:
    """What a checkpoint without model.safetensors has in its place, and what to do."""
    pickled = (
        "pickled weights (.bin, .pt) are not read, because they can run code: convert them with "
        "the transformers library."
    )
    causes = {
        "*.incomplete": "its download was not finished: download it again.",
        "consolidated*": "its weights are in the format of their publisher: take the checkpoint "
        "in that of the transformers library.",
        "*.onnx": "ONNX files are not read: take the checkpoint that they were made from.",
        "*.h5": "weights of TensorFlow are not read: convert them with the transformers library.",
        "*.msgpack": "weights of Flax are not read: convert them with the transformers library.",
        "*-of-*.safetensors": "the index of its parts, model.safetensors.index.json, is missing: "
        "download it again.",
    }
    if any(path.glob("*.bin")):
        return pickled
    return next((said for name, said in causes.items() if any(path.glob(name))), pickled)


def refuse_numbers(name: str, tensor: Tensor, checkpoint: str) -> None:
    """Refuse a tensor of weights in a format that nothing here computes with.

    Raises:
        UserError: quantized, or not a number somewhere.
    """
    if tensor.dtype not in FLOATS:
        form = str(tensor.dtype).removeprefix("torch.")
        raise UserError(
            f"the tensor {name!r} of {checkpoint} is quantized ({form}), which is not read here: "
            "take the checkpoint in float32, float16 or bfloat16 that it was made from."
        )
    if not tensor.isfinite().all():
        raise UserError(
            f"the tensor {name!r} of {checkpoint} holds values that are no numbers: the training "
            "diverged, or the file is damaged; take another checkpoint."
        )


def refuse_config(name: str, theirs: dict[str, Any]) -> None:
    """Refuse what a config.json says of weights that are not plain numbers.

    Raises:
        UserError: quantized weights, or a `model_type` that is not a name.
    """
    quantized = theirs.get("quantization_config") or theirs.get("quantization")  # MLX says the last
    if quantized is not None:
        method = quantized.get("quant_method") if isinstance(quantized, dict) else None
        how = f" ({method})" if isinstance(method, str) else ""
        raise UserError(
            f"{name} has quantized weights{how}, which are not read here: take the checkpoint in "
            "float32, float16 or bfloat16 that it was made from."
        )
    kind = theirs.get("model_type")
    if kind is not None and not isinstance(kind, str):
        raise UserError(f"config.json of {name} has model_type {kind!r}: it must be a name.")


def require_types(kind: str, config: type, values: dict[str, Any]) -> dict[str, Any]:
    """Refuse a value of config.json that is not a number where our config needs one.

    Args:
        kind: the `model_type`.
        config: our class.
        values: its fields, as config.json has them.

    Returns:
        Those that are not null, which stands for a default.

    Raises:
        UserError: a value of another type, or more layers than any model has.
    """
    types = get_type_hints(config)
    said = {name: value for name, value in values.items() if value is not None}
    for name, value in said.items():
        what = f"config.json of this {kind} checkpoint"
        validated(
            types[name], value, f"{what}, read as {name},", "restore it, or download it again."
        )
        if name in COUNTS and value > MOST_PARTS:
            raise UserError(f"{what} has {name} {value:,}: at most {MOST_PARTS:,} are read.")
    return said


def _is_pointer(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(LFS)) == LFS
