"""The files of a checkpoint: JSON by name, tensors of one file or of shards."""

import json
from contextlib import ExitStack

import pytest
import torch
from safetensors.torch import save_file

from gradatim.errors import UserError
from gradatim.models.hub.checkpoint_files import INDEX, WEIGHTS, CheckpointFiles, stored_tensors


def names(folder):
    with ExitStack() as stack:
        return {n: get().tolist() for n, get in stored_tensors(CheckpointFiles(folder), stack)}


def test_shards_are_read_as_one_file(tmp_path):
    save_file({"a": torch.ones(1)}, tmp_path / "one.safetensors")
    save_file({"b": torch.zeros(1)}, tmp_path / "two.safetensors")
    where = {"a": "one.safetensors", "b": "two.safetensors"}
    (tmp_path / INDEX).write_text(json.dumps({"weight_map": where}))
    assert names(tmp_path) == {"a": [1.0], "b": [0.0]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"weight_map": {"a": "gone.safetensors"}}, "lacks gone.safetensors, which its index"),
        ({"weight_map": {"a": "../one.safetensors"}}, "lacks ../one.safetensors"),
        ({"weight_map": {"a": 3}}, "weight_map in model.safetensors.index.json"),
    ],
)
def test_an_index_that_names_no_file_is_refused(tmp_path, content, message):
    (tmp_path / INDEX).write_text(json.dumps(content))
    with pytest.raises(UserError, match=message):
        names(tmp_path)


def test_what_is_missing_or_damaged_is_told(tmp_path):
    with pytest.raises(UserError, match="there is no folder"):
        CheckpointFiles(tmp_path / "gone")
    with pytest.raises(UserError, match="pickled weights"):
        names(tmp_path)
    (tmp_path / WEIGHTS).write_bytes(b"no tensors")
    with pytest.raises(UserError, match="damaged or incomplete"):
        names(tmp_path)
    (tmp_path / "config.json").write_text("[1]")
    files = CheckpointFiles(tmp_path)
    assert files.json("generation_config.json", required=False) == {}
    with pytest.raises(UserError, match="not a JSON object"):
        files.json("config.json")
    with pytest.raises(UserError, match=r"has no tokenizer\.json"):
        files.json("tokenizer.json")
