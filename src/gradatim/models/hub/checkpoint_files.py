"""The files of a checkpoint: its JSON, and its tensors, in one file or in shards with an index."""

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from torch import Tensor

from gradatim.checksums import tensors_are_intact, text_digest
from gradatim.errors import UserError
from gradatim.models.hub.refusals import why_no_weights
from gradatim.typed import parse_json, validated

WEIGHTS, INDEX = "model.safetensors", "model.safetensors.index.json"


class CheckpointFiles:
    """The files of a checkpoint: of a folder, or fetched from the hub one by one."""

    def __init__(self, path_or_name: str | Path):
        self.name = str(path_or_name)
        self.folder = Path(path_or_name).expanduser()
        self.local = self.folder.is_dir()
        looks_like_path = self.name.startswith((".", "/", "~")) or self.name.count("/") > 1
        if not self.local and looks_like_path:
            raise UserError(f"there is no folder {self.name}: give a folder or a hub name.")

    def get(self, file: str) -> Path | None:
        """The file, or None if the checkpoint has none of that name."""
        if self.local:
            path = self.folder / file
            return path if path.is_file() else None
        from gradatim.models.hub.remote import download  # a second, which folders need not wait

        return download(self.name, file)

    def json(self, file: str, required: bool = True) -> dict[str, Any]:
        """A JSON object of the checkpoint; empty where there is none and none is required."""
        path = self.get(file)
        if path is None and not required:
            return {}
        if path is None:
            raise UserError(
                f"{self.name} has no {file}, so it is not a checkpoint: give a run folder, the "
                "folder of a checkpoint, or a hub name."
            )
        try:
            content = parse_json(path.read_bytes())
        except ValueError:
            raise UserError(f"{file} of {self.name} is damaged: it is not JSON.") from None
        if not isinstance(content, dict):
            raise UserError(f"{file} of {self.name} is damaged: it is not a JSON object.")
        return content

    def compare(self, digests: dict[str, str]) -> None:
        """Say which texts are not those that `save` wrote with these weights."""
        for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
            path = self.get(name) if name in digests else None
            if path is not None and text_digest(path.read_bytes()) != digests[name]:
                warnings.warn(
                    f"{name} of {self.name} is not what was written with its weights: unless you "
                    "meant to change it, export the run again.",
                    stacklevel=4,
                )


def stored_tensors(files: CheckpointFiles, stack: ExitStack) -> Iterator[tuple[str, Any]]:
    """Name of each stored tensor, and a function that reads it; files stay open in the stack."""
    index_only = files.get(WEIGHTS) is None
    if index_only and files.get(INDEX) is None:
        raise UserError(f"{files.name} has no {WEIGHTS}; {why_no_weights(files.folder)}")
    if index_only:
        where = files.json(INDEX).get("weight_map", {})
        validated(dict[str, str], where, f"weight_map in {INDEX}", "download the checkpoint again.")
    shards = sorted(set(where.values())) if index_only else [WEIGHTS]
    for shard in shards:
        path = None
        if Path(shard).name == shard:
            with suppress(OSError, ValueError):  # a name that no file can have
                path = files.get(shard)
        if path is None:
            raise UserError(
                f"{files.name} lacks {shard}, which its index names: download it again."
            )
        try:
            if not tensors_are_intact(Path(path)):
                raise UserError(
                    f"{shard} of {files.name} is damaged or incomplete (its checksum does not "
                    "fit): restore it, or download it again."
                )
            opened = stack.enter_context(safe_open(path, framework="pt"))
        except SafetensorError as error:
            raise UserError(
                f"{shard} of {files.name} is damaged or incomplete ({error}): download it again."
            ) from None
        files.compare(opened.metadata() or {})
        for name in opened.keys():  # noqa: SIM118 - not a dictionary

            def read(name: str = name, opened: Any = opened) -> Tensor:
                return opened.get_tensor(name)

            yield name, read
