"""What is fuzzed: for each kind of other people's files a strategy of cases, and a reader of them.

A case is made of texts, bytes, numbers, lists and dictionaries, so that it can be written to a
corpus. `attempt` reads a case as the program does; only a UserError may come out.
"""

import contextlib
import json
import random
import shutil
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch
from cyclopts import CycloptsError
from hypothesis import strategies as st

import gradatim
from gradatim.cli.recipe_options import parse
from gradatim.errors import UserError
from gradatim.labs.check import check_source
from gradatim.labs.exercise import exercises, find
from gradatim.models.hub import load_save
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.pyrat.game.maze import Maze
from gradatim.pyrat.matches.external_worker import read_source
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.repeat import given_options
from gradatim.recipes.runs import open_run, saved_runtime
from gradatim.training import Run
from gradatim.views import load
from gradatim.views.core.runner import Runner
from gradatim.views.core.uploads import read_image, read_points
from gradatim.views.core.wire import pack, unpack
from tests.labs.masks import solution_with

ODD_TEXTS = ["", "x", "[/x]", "\x00", "../..", "é" * 300, "-1", "1e999", "nan", "[MASK]", "\u202ea"]
ODD_NUMBERS = [0, 1, -1, 2**31, 2**63, 10**25, 0.5, -0.5, 1e300]
LEAVES = st.one_of(
    st.none(), st.booleans(), st.sampled_from(ODD_NUMBERS), st.sampled_from(ODD_TEXTS),
    st.integers(-5, 300), st.text(max_size=8),
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)
RAW = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([b"\xe9", b"\x00", b"[" * 3000, b'"\\ud800"', b"}", b"1" * 5000, b"NaN"]),
)


@dataclass(frozen=True)
class Target:
    """Something that reads what others made.

    Attributes:
        cases: strategy of what is read.
        attempt: reads it in a folder that may be written to.
        slow: whether a case takes a process of its own.
    """

    cases: st.SearchStrategy[Any]
    attempt: Callable[[Any, Path], None]
    slow: bool = False


@cache
def _originals() -> Path:
    """A finished run and a checkpoint to damage; made once."""
    folder = Path(tempfile.mkdtemp(prefix="gradatim-fuzz-"))
    options = {"steps": 6, "batch_size": 32, "threads": 1, "hidden": (8,), "show": False}
    gradatim.train("digits-mlp", out=folder / "run", **options)
    torch.manual_seed(0)
    sizes = GPTConfig(vocabulary_size=9, context=8, width=8, n_layers=1, n_heads=2)
    load_save.save(GPT(sizes), folder / "checkpoint")
    return folder


def _copy(name: str, folder: Path) -> Path:
    copy = folder / name
    shutil.rmtree(copy, ignore_errors=True)
    return Path(shutil.copytree(_originals() / name, copy))


# Damage to a file, as a case: what is done, a seed of where, and what comes there
DAMAGES = st.tuples(
    st.sampled_from(["value", "value", "value", "lost", "bytes", "cut", "whole"]),
    st.integers(0, 10**6),
    VALUES,
    RAW,
)


def damage(content: bytes, case: tuple[str, int, Any, bytes]) -> bytes:
    """Damage the JSON of a file, or its bytes."""
    kind, seed, value, raw = case
    rng = random.Random(seed)
    if kind == "whole":
        return json.dumps(value).encode()
    if kind == "cut":
        return content[: rng.randrange(len(content) + 1)]
    if kind == "bytes":
        place = rng.randrange(len(content) + 1)
        return content[:place] + raw + content[place + rng.randrange(3) :]
    lines = [content]
    with contextlib.suppress(ValueError):
        lines = content.splitlines() if json.loads(content.splitlines()[0]) else lines
    number = rng.randrange(len(lines))
    tree = json.loads(lines[number])
    for checksum in ("sha256", "crc32"):  # as if somebody had changed it on purpose
        tree.pop(checksum, None)
    _change(tree, rng, kind, value)
    lines[number] = json.dumps(tree).encode()
    return b"\n".join(lines)


def _change(at: Any, rng: random.Random, kind: str, value: Any) -> None:
    """Replace or remove something somewhere in a tree."""
    while True:
        key = rng.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if isinstance(at[key], dict | list) and at[key] and rng.random() < 0.9:
            at = at[key]
        elif kind == "lost":
            del at[key]
            return
        else:
            at[key] = value
            return


def _read_run(case: Any, folder: Path) -> None:
    name, wound = case
    run_folder = _copy("run", folder)
    file = run_folder / name
    file.write_bytes(damage(file.read_bytes(), wound))
    run = Run.open(run_folder)
    for read in (
        run.summary,
        run.metrics,
        lambda: saved_runtime(run),
        lambda: given_options(run),
        lambda: open_run(run_folder),
    ):
        with contextlib.suppress(UserError), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read()


def _read_table_or_image(case: Any, folder: Path) -> None:
    kind, content = case
    if kind == "table":
        read_points(content)
    else:
        read_image(content, 16)


def _message(case: Any, folder: Path) -> None:
    view, messages = case
    said: list[dict[str, Any]] = []
    engine = _engine(view)
    runner = Runner(engine, lambda header, _: said.append(header))
    for message in messages:
        if isinstance(message, bytes):
            with contextlib.suppress(UserError):
                unpack(message)
            continue
        runner.receive(message, [])
        runner.turn()
    runner.close()
    for header in said:
        pack(header, [])
        assert "on our side" not in header.get("text", ""), header


@cache
def _engine(view: str) -> Any:
    return load(view)()


def _read_maze(case: Any, folder: Path) -> None:
    graph, width, height = case
    maze = Maze.from_dict(graph, width, height)
    assert maze.as_dict() == graph
    maze.weights()


def _read_player(case: Any, folder: Path) -> None:
    file = folder / "player.py"
    file.write_bytes(case)
    with contextlib.suppress(SyntaxError):
        read_source(file)


def _check_exercise(case: Any, folder: Path) -> None:
    source = case if isinstance(case, bytes) else solution_with(case).encode(errors="replace")
    answer = check_source(find("2", exercises()), source, "masks.py", "en")
    assert answer["sentence"] or answer["status"] == "passed", answer
    assert "gradatim" not in str(answer.get("trace", "")), answer


def _read_checkpoint(case: Any, folder: Path) -> None:
    name, wound = case
    checkpoint = _copy("checkpoint", folder)
    file = checkpoint / name
    content = file.read_bytes()
    if name == load_save.WEIGHTS and wound[0] in ("value", "lost"):
        size = int.from_bytes(content[:8], "little")
        header = damage(content[8 : 8 + size], wound)
        content = len(header).to_bytes(8, "little") + header + content[8 + size :]
    else:
        content = damage(content, wound)
    file.write_bytes(content)
    load_save.load(checkpoint)


def _read_toml(case: Any, folder: Path) -> None:
    file = folder / "options.toml"
    file.write_bytes(case)
    recipe = get("digits-mlp")
    with contextlib.suppress(CycloptsError):
        [found] = parse("train", "digits-mlp", "", [recipe], ["--config", str(file)]) or [{}]
        change("digits-mlp", recipe, found)


NAMES = sorted({"epochs", "learning_rate", "hidden", "seed", "data", "optimizer", "flip", "lr"})
TOML_VALUES = st.one_of(
    st.sampled_from([*map(str, ODD_NUMBERS), "nan", "inf", "true", "[]", "[1, 2]", "{a = 1}"]),
    st.sampled_from(['"mnist"', "'''x'''", "1979-05-27", "[[1]]", '"\\u0000"', "0x10", "1_0"]),
    st.text(max_size=12),
)
TOML = st.one_of(
    st.binary(max_size=60),
    st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), TOML_VALUES), max_size=4).map(
        lambda rows: "\n".join(f"{name} = {value}" for name, value in rows).encode()
    ),
)
KINDS = ["ready", "play", "pause", "rewind", "reset", "speed", "set", "act", "file", "drawn"]
MESSAGES = st.one_of(
    st.binary(max_size=60),
    st.fixed_dictionaries(
        {"type": st.sampled_from(KINDS)},
        optional={
            "name": st.sampled_from(["learning_rate", "seed", "noise", "shape", "move", "text"])
            | LEAVES,
            "value": VALUES,
            "id": VALUES,
            "k": VALUES,
        },
    ),
    st.dictionaries(st.sampled_from(["type", "name", "value"]), VALUES),
)
CELLS = st.one_of(st.integers(-1, 12), st.sampled_from([None, "1", 1.0, True, 2**40]))
PYTHON_LINES = st.sampled_from(
    ["return x[x > 0]", "import os", "raise SystemExit(3)", "while True: break", "x.foo()",
     "return lambda: 0", "return object()", "def f(): yield 1", "return f()", "x = x[::-1]",
     "return float('nan')", "return x.half()", "print('\\x1b[2J' * 99)", "raise BaseException",
     "return [x, x]", "return {'a': x}", "return type('A', (), {})()", "del x", "class A: pass",
     "import sys; sys.exit('\\udc80')", "return x.to('meta')", "return x.bool()", "return 10**5000",
     "return '\\ud800'", "import torch; return torch.empty(0)", "exec('return')", "    return 3"]
)  # fmt: skip
IMAGE_HEADS = [
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"BM",
    b"\xff\xd8\xff\xe0",
    b"RIFF\x00\x00\x00\x00WEBP",
]
TABLE_ROWS = st.lists(
    st.lists(st.sampled_from(["1", "-2.5", "a", "", "nan", "1e400", '"', "b", "x\r", "\x00"])),
    max_size=6,
).map(lambda rows: "\n".join(",".join(row) for row in rows).encode())

TARGETS: dict[str, Target] = {
    "run_folders": Target(
        st.tuples(st.sampled_from(["config.json", "summary.json", "metrics.jsonl"]), DAMAGES),
        _read_run,
    ),
    "tables_and_images": Target(
        st.one_of(
            st.tuples(st.just("table"), TABLE_ROWS | st.binary(max_size=80)),
            st.tuples(
                st.just("image"),
                st.tuples(st.sampled_from(IMAGE_HEADS), st.binary(max_size=120)).map(b"".join),
            ),
        ),
        _read_table_or_image,
    ),
    "page_messages": Target(
        st.tuples(
            st.sampled_from(["perceptron", "gradient_descent", "convolution", "mlp"]),
            st.lists(MESSAGES, min_size=1, max_size=5),
        ),
        _message,
    ),
    "mazes": Target(
        st.tuples(
            st.dictionaries(
                CELLS, st.dictionaries(CELLS, st.integers(-1, 300) | LEAVES, max_size=4), max_size=6
            ),
            st.integers(-1, 5) | st.sampled_from([2**40]),
            st.integers(-1, 5) | st.sampled_from([2**40]),
        ),
        _read_maze,
    ),
    "player_files": Target(
        st.one_of(
            st.binary(max_size=80),
            st.tuples(
                st.sampled_from([b"", b"\xef\xbb\xbf", b"# coding: latin-1\n", b"# coding: x\n"]),
                st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")),
            ).map(b"".join),
        ),
        _read_player,
    ),
    "exercise_files": Target(
        st.one_of(st.binary(max_size=80), st.lists(PYTHON_LINES, max_size=5).map("\n".join)),
        _check_exercise,
        slow=True,
    ),
    "checkpoints": Target(
        st.tuples(st.sampled_from(["config.json", load_save.WEIGHTS, load_save.WEIGHTS]), DAMAGES),
        _read_checkpoint,
    ),
    "toml": Target(TOML, _read_toml),
}  # fmt: skip


def attempt(name: str, case: Any, folder: Path) -> None:
    """Read a case; raises whatever is not a sentence for the user."""
    try:
        TARGETS[name].attempt(case, folder)
    except UserError as error:
        said = str(error)
    else:
        return
    assert said.strip()
    assert "\n" not in said
    assert len(said) < 2000
