"""A network or a run folder that a visitor brings: shown where it fits, else nothing changes."""

import pytest
import torch
from torch import nn

from gradatim.data.language.tokenizers import train_bpe
from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.views import load
from gradatim.views.core.runner import Runner

TEXT = ["The list is a list of strings and the function returns the value of it. " * 20]


def points(*middle):
    return nn.Sequential(nn.Linear(2, 6), *middle, nn.Linear(6, 2))


def convolutions():
    return nn.Sequential(nn.Conv2d(1, 6, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(384, 10))


@pytest.mark.parametrize(
    ("view", "model"),
    [
        ("mlp", points(nn.Tanh())),
        ("vanishing_gradients", points(nn.LayerNorm(6))),
        ("gradient_descent", points(nn.ReLU())),
        ("convnet", convolutions()),
    ],
)
def test_a_network_takes_the_place_of_the_built_in_one_and_learns(view, model):
    engine = load(view)(**{"layers": 3} if view == "mlp" else {})
    engine.step(1)
    engine.load_network(model)
    assert engine.steps == 0
    assert "Your network is shown" in engine.snapshot()["notice"]
    engine.step(2)
    engine.snapshot()
    if view != "gradient_descent":
        assert type(engine.model) is type(model)
        assert [p.shape for p in engine.model.parameters()] == [p.shape for p in model.parameters()]


@pytest.mark.parametrize(
    ("view", "model", "words"),
    [
        ("mlp", convolutions(), "linear layers"),
        ("vanishing_gradients", nn.Linear(2, 2), "1 layers with weights"),
        ("gradient_descent", nn.Linear(3, 2), "does not take points"),
        ("convnet", points(), r"no nn\.Conv2d"),
        ("loss", points(), "takes no network"),
    ],
)
def test_one_that_does_not_fit_changes_nothing(view, model, words):
    engine = load(view)()
    before = dict(engine.values)
    with pytest.raises(UserError, match=words):
        engine.load_network(model)
    assert engine.values == before
    engine.step(1)
    engine.snapshot()


class Page:
    """A page that sends one message and hears the answer."""

    def __init__(self, engine, read_program=None):
        self.heard = []
        self.engine = engine
        self.runner = Runner(
            engine, lambda header, _: self.heard.append(header), read_program=read_program
        )

    def send(self, buffers, **message):
        self.runner.receive(message, buffers)
        self.runner.turn()
        return [header["text"] for header in self.heard if header["type"] == "error"]


def test_a_program_is_run_only_where_somebody_may():
    page = Page(load("mlp")())
    (told,) = page.send([b"model = 1"], type="file", name="mine.py")
    assert "owner's computer only" in told
    seen = []

    def read_program(source, name):
        seen.append((source, name))
        return points(nn.Tanh())

    page = Page(load("mlp")(), read_program)
    assert page.send([b"the program"], type="file", name="mine.py") == []
    assert seen == [(b"the program", "mine.py")]
    assert page.engine.values["width"] == 6


def run_folder(path):
    """A published checkpoint, which is opened as a run folder is."""
    tokenizer = train_bpe(TEXT, 300, [])
    sizes = {"width": 32, "n_layers": 3, "n_heads": 2, "context": 64}
    model = GPT(GPTConfig(vocabulary_size=tokenizer.get_vocab_size(), **sizes))
    load_save.save(model, path, tokenizer)
    return model


@pytest.mark.parametrize("view", ["attention", "language_model", "transformer_block"])
def test_the_folder_of_a_text_model_is_shown_and_left_again(tmp_path, view):
    run_folder(tmp_path / "gpt")
    files = sorted((tmp_path / "gpt").iterdir())
    page = Page(load(view)())
    folder = {"type": "folder", "name": "gpt", "names": [file.name for file in files]}
    assert page.send([file.read_bytes() for file in files], **folder) == []
    engine = page.engine
    assert len(engine.text_model.model.blocks) == 3
    assert "Your model is shown" in engine.snapshot()["notice"]
    engine.set("model", "trained")
    assert len(engine.text_model.model.blocks) != 3


def test_a_folder_that_is_none_is_refused_by_its_name_without_a_place_of_ours():
    page = Page(load("convnet")())
    (told,) = page.send([b"{}"], type="folder", name="../my photos", names=["../../x.json"])
    assert told.startswith("my photos is not a run folder")
    assert "tmp" not in told
    assert "is empty" in page.send([], type="folder", name="a", names=[])[-1]
    assert "is empty" in page.send([b""], type="folder", name="a", names="model")[-1]
    assert page.engine.snapshot()["step"] == 0
    assert torch.isfinite(page.engine.snapshot()["answer"]).all()
