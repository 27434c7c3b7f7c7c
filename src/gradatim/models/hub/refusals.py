"""Checkpoints that are not read here, told by their cause before anything else fails."""

from pathlib import Path
from typing import Any, get_type_hints

from gradatim.errors import UserError
from gradatim.typed import validated

LFS = b"version https://git-lfs"  # how a file begins that Git LFS has not fetched
FILES = ("config.json", "tokenizer.json", "*.safetensors", "*.safetensors.index.json")
MOST_PARTS = 10_000  # layers, experts: the largest published models have some hundreds
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
    if (path / "config.json").is_file():
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


def refuse_config(name: str, theirs: dict[str, Any]) -> None:
    """Refuse what a config.json says of weights that are not plain numbers.

    Raises:
        UserError: quantized weights, or a `model_type` that is not a name.
    """
    quantized = theirs.get("quantization_config")
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
