"""One byte that changed, in any file that a run or we keep: noticed, or without effect."""

import random
import warnings

import numpy as np
import torch

from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.presets import PRESETS
from gradatim.pyrat.players import champion
from gradatim.training import Run, TrainConfig, train
from tests.training.toy import PointTask


def flip(content: bytes, rng: random.Random) -> bytes:
    """Change one byte, in half of the cases one bit."""
    place = rng.randrange(len(content))
    change = 1 << rng.randrange(8) if rng.random() < 0.5 else rng.randrange(1, 256)
    return content[:place] + bytes([content[place] ^ change]) + content[place + 1 :]


def same(a, b) -> bool:
    """Compare whatever was read, tensors by their bits."""
    if isinstance(a, dict):
        return isinstance(b, dict) and list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, torch.Tensor):
        return torch.equal(a, b)
    return np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b


def harmless(read, wanted) -> bool:
    """Tell whether a reader gives what it gave, or says that it cannot."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return same(read(), wanted)
        except (UserError, UserWarning):
            return True


def read_all(folder):
    """Everything that is ever read of a run."""
    run, values = Run.open(folder), []
    for name in ("model.safetensors", "best.safetensors"):
        model = PointTask().model
        run.load_weights(model, name)
        values.append(dict(model.state_dict()))
    text = (folder / "words.txt").read_text()
    return [run.config, run.metrics(), run.summary(), run.load_state(), text, *values]


def test_flipped_byte_in_a_run_is_noticed_or_harmless(tmp_path):
    stopped = Run.create(tmp_path / "run", "toy", {"seed": 0}, files={"words.txt": "a\nb\n" * 9})
    config = TrainConfig(steps=24, batch_size=32, patience=3, evaluate_every=4)
    state = {}
    task = PointTask()
    task.on_loss = lambda call: state.update(stopped.load_state()) if call == 5 else None
    train(task, config, stopped, show=False)
    stopped.save_state(state)
    wanted = read_all(stopped.folder)
    rng = random.Random(0)
    files = sorted(
        p for p in stopped.folder.rglob("*") if p.is_file() and "tensorboard" not in str(p)
    )
    assert len(files) == 7
    for index in range(200):
        file = files[index % len(files)]
        content = file.read_bytes()
        file.write_bytes(flip(content, rng))
        assert harmless(lambda: read_all(stopped.folder), wanted), (index, file)
        file.write_bytes(content)
    assert same(read_all(stopped.folder), wanted)


def test_flipped_byte_in_an_exported_model_is_noticed(tmp_path):
    config = GPTConfig(vocabulary_size=11, context=8, width=8, n_layers=1, n_heads=2)
    load_save.save(GPT(config), tmp_path / "model")

    def read():
        opened = load_save.load(tmp_path / "model")
        return [dict(opened.model.state_dict()), opened.config]

    wanted, rng = read(), random.Random(0)
    for name in ("model.safetensors", "config.json"):
        file = tmp_path / "model" / name
        content = file.read_bytes()
        for index in range(60):
            file.write_bytes(flip(content, rng))
            assert harmless(read, wanted), (name, index)
        file.write_bytes(content)


def test_flipped_byte_in_the_champion_is_noticed(tmp_path, monkeypatch):
    read = lambda: dict(champion.champion_network.__wrapped__().state_dict())  # noqa: E731
    wanted, rng, source = read(), random.Random(0), champion.FOLDER
    names = ("card.json", "model.safetensors")
    contents = {name: (source / name).read_bytes() for name in names}
    monkeypatch.setattr(champion, "FOLDER", tmp_path)
    for index in range(20):
        for name in names:
            (tmp_path / name).write_bytes(contents[name])
        changed = names[index % 2]
        (tmp_path / changed).write_bytes(flip(contents[changed], rng))
        assert harmless(read, wanted), (changed, index)


def test_flipped_byte_in_a_pool_of_mazes_is_noticed_or_harmless(tmp_path):
    file = tmp_path / "pool.npz"
    MazePool.build(PRESETS["lab"], 3).save(file)

    def read():
        pool = MazePool.load(file)
        return [pool.preset, pool.links, pool.costs, pool.mazes.order, pool.mazes.n_cells]

    content, wanted, rng = file.read_bytes(), read(), random.Random(0)
    for index in range(200):
        file.write_bytes(flip(content, rng))
        assert harmless(read, wanted), index
