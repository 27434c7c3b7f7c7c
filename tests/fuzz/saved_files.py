"""Fuzzed: what a run, a training, a checkpoint and an option file leave on the disk.

A case is the name of a file and what it holds instead.
"""

import contextlib
import json
import random
import shutil
import tempfile
import warnings
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from cyclopts import CycloptsError
from safetensors import safe_open

import gradatim
from gradatim.cli.recipe_options import options_of_toml, parse
from gradatim.data.language.tokenizers import character_tokenizer
from gradatim.errors import UserError
from gradatim.experiments.energy import compare_energy, cost_of
from gradatim.models.hub import load_save
from gradatim.models.hub.checkpoint_files import INDEX, WEIGHTS
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.repeat import train_command
from gradatim.recipes.runs import evaluate, open_run, resume, saved_runtime
from gradatim.reports.run_report import results, write_comparison, write_report
from gradatim.training import Run
from tests.fuzz.damage import damaged_bytes, damaged_json, damaged_text, odd_value

Case = tuple[str, bytes]
RUN_FILES = ["config.json", "config.json", "summary.json", "metrics.jsonl", "model.safetensors"]
CHECKPOINT_FILES = [
    "config.json", "model.safetensors", "model.safetensors.index.json", "tokenizer.json",
    "tokenizer_config.json", "generation_config.json", "chat_template.json",
]  # fmt: skip
TOML = b"""epochs = 2
learning_rate = 0.01
hidden = [32, 16]
seed = 3
optimizer = "sgd"
momentum = 0.9
batch_size = 64
show = false
data = "digits"
"""
TOML_LINES = [
    b"epochs = -1", b"epochs = 1.5", b"epochs = nan", b"hidden = []", b"hidden = 3", b"lr = 0.1",
    b"hidden = [1e400]", b"seed = 123456789012345678901", b"[table]", b"a.b = 1", b"data = '[/x]'",
    b"learning_rate = inf", b"optimizer = 1979-05-27", b"optimizer = ['a', {b = 1}]", b"[[x]]",
    b"batch_size = '''\n'''", b"seed = true", b'data = "\\u0000"', b"momentum = {a = 1}", b"= 1",
]  # fmt: skip


@cache
def originals() -> Path:
    """A finished run, one that was stopped, and a checkpoint in one part and in two; made once."""
    folder = Path(tempfile.mkdtemp(prefix="gradatim-fuzz-"))
    options = {"batch_size": 32, "threads": 1, "hidden": (8,), "show": False}
    gradatim.train("digits-mlp", out=folder / "run", steps=6, **options)
    torch.manual_seed(0)
    tokenizer = character_tokenizer("to be or not to be")
    sizes = GPTConfig(
        vocabulary_size=tokenizer.get_vocab_size(), context=8, width=8, n_layers=1, n_heads=2
    )
    checkpoint = folder / "checkpoint"
    load_save.save(GPT(sizes), checkpoint, tokenizer)
    template = {"chat_template": "{% for message in messages %}{{ message.content }}{% endfor %}"}
    (checkpoint / "chat_template.json").write_text(json.dumps(template))
    (checkpoint / "generation_config.json").write_text('{"eos_token_id": [1, 2]}')
    with safe_open(checkpoint / WEIGHTS, "pt") as weights:
        where = dict.fromkeys(weights.keys(), "part.safetensors")
    parts = Path(shutil.copytree(checkpoint, folder / "parts"))
    (parts / WEIGHTS).rename(parts / "part.safetensors")
    (parts / INDEX).write_text(json.dumps({"weight_map": where}))
    return folder


@contextlib.contextmanager
def _with(folder: Path, name: str, content: bytes) -> Iterator[None]:
    """One file of a folder holds something else for a while."""
    before = (folder / name).read_bytes()
    (folder / name).write_bytes(content)
    try:
        yield
    finally:
        (folder / name).write_bytes(before)


@contextlib.contextmanager
def _not_drawn() -> Iterator[None]:
    """Leave first weights as they are: drawing them takes longest, and the file replaces them."""
    names = ("normal_", "uniform_", "kaiming_uniform_", "trunc_normal_")
    with patch.multiple(torch.nn.init, **dict.fromkeys(names, lambda tensor, *_, **__: tensor)):
        yield


@cache
def _copy(folder: Path, name: str) -> Path:
    return Path(shutil.copytree(originals() / name, folder / name))


def _only_sentences(*reads: Callable[[], Any]) -> None:
    for read in reads:
        with contextlib.suppress(UserError), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read()


def make_run(rng: random.Random) -> Case:
    """A file of a run, damaged."""
    name = rng.choice(RUN_FILES)
    content = (originals() / "run" / name).read_bytes()
    if name.endswith("safetensors"):
        return name, _damaged_weights(rng, content)
    return name, damaged_json(rng, content)


def read_run(case: Case, folder: Path) -> None:
    """Read its three JSON files, and compute its rows of the tables."""
    name, content = case
    run_folder = _copy(folder, "run")
    with _with(run_folder, name, content):
        run = Run.open(run_folder)
        _only_sentences(
            run.metrics, lambda: saved_runtime(run), lambda: results({"run": run}),
            lambda: cost_of("run", run),
        )  # fmt: skip


def use_run(case: Case, folder: Path) -> None:
    """Open its model and print its command; of one in fifty, whatever a command does with a run."""
    name, content = case
    run_folder = _copy(folder, "run")
    with _with(run_folder, name, content):
        run = Run.open(run_folder)
        with _not_drawn():
            _only_sentences(lambda: open_run(run_folder), lambda: train_command(run))
        if not zlib.crc32(content) % 50:
            _only_sentences(
                lambda: write_report(run_folder),
                lambda: write_comparison([run_folder, originals() / "run"], folder / "page.html"),
                lambda: compare_energy({"run": run_folder}),
                lambda: evaluate(run_folder),
                lambda: resume(run_folder, show=False),
                lambda: gradatim.load(run_folder).predict(np.zeros((28, 28), np.uint8)),
            )


def _damaged_weights(rng: random.Random, content: bytes) -> bytes:
    """A safetensors file with another header, or other bytes."""
    if rng.random() < 0.3:
        return damaged_bytes(rng, content)
    size = int.from_bytes(content[:8], "little")
    header, rest = content[8 : 8 + size], content[8 + size :]
    tree = json.loads(header)
    tree.get("__metadata__", {}).pop("sha256", None)
    header = damaged_json(rng, json.dumps(tree).encode())
    length = len(header) if rng.random() < 0.9 else rng.choice([0, 2**40, 2**63, size])
    return length.to_bytes(8, "little") + header + rest


def make_checkpoint(rng: random.Random) -> Case:
    """A file of a checkpoint, damaged."""
    name = rng.choice(CHECKPOINT_FILES)
    folder = originals() / ("parts" if name == INDEX else "checkpoint")
    content = (folder / name).read_bytes()
    if name == WEIGHTS:
        return name, _damaged_weights(rng, content)
    if name == "tokenizer_config.json" and rng.random() < 0.7:
        names = ["bos_token", "added_tokens_decoder", "chat_template", "add_prefix_space", "x"]
        return name, json.dumps({rng.choice(names): odd_value(rng) for _ in "ab"}).encode()
    if name == "generation_config.json" and rng.random() < 0.7:
        return name, json.dumps({"eos_token_id": odd_value(rng)}).encode()
    return name, damaged_json(rng, content)


def read_checkpoint(case: Case, folder: Path) -> None:
    """Load it, and ask for the tokens that end a text."""
    name, content = case
    checkpoint = _copy(folder, "parts" if name == INDEX else "checkpoint")
    with _with(checkpoint, name, content), _not_drawn(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = load_save.load(checkpoint)
        assert all(isinstance(number, int) for number in loaded.ends)


def make_toml(rng: random.Random) -> bytes:
    """An option file, damaged."""
    return damaged_text(rng, TOML, TOML_LINES)


def read_toml(case: bytes, folder: Path) -> None:
    """Read it, and put its values into a recipe."""
    file = folder / "options.toml"
    file.write_bytes(case)
    change("digits-mlp", get("digits-mlp"), options_of_toml(file))


def use_toml(case: bytes, folder: Path) -> None:
    """Read it as `gradatim train digits-mlp --config FILE`."""
    file = folder / "options.toml"
    file.write_bytes(case)
    with contextlib.suppress(CycloptsError):
        parse("train", "digits-mlp", "", [get("digits-mlp")], ["--config", str(file)])
