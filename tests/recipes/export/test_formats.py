"""A run in the forms of other programs answers as it does itself, from raw inputs."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from benchmarks.reliability.resume_all import OWN, SMALL, make_inputs
from PIL import Image
from safetensors.torch import load_file, save_file

import gradatim
from gradatim.data.own.sheet import Sheet
from gradatim.errors import UserError
from gradatim.recipes.export import formats
from gradatim.recipes.export.formats import export, largest_difference
from gradatim.recipes.options import values_of
from gradatim.recipes.registry import get
from gradatim.recipes.tables.own_table import encoding_of


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """A folder with a text, images, sounds and tables."""
    folder = tmp_path_factory.mktemp("export")
    make_inputs(folder)
    rows = [f"{i},{'ab'[i % 2]},{np.exp(i / 9):.4f}" for i in range(60)]
    (folder / "prices.csv").write_text("\n".join(["size,kind,price", *rows]))
    return folder


@pytest.fixture
def train(inputs, monkeypatch):
    """Train a recipe, tiny and once; the folder of the run."""
    monkeypatch.chdir(inputs)

    def run(name, **options):
        out = inputs / "runs" / name
        if not out.exists():
            small = {k: v for k, v in SMALL.items() if k in values_of(get(name))}
            options = {**small, **OWN.get(name, {}), **options}
            gradatim.train(name, out=out, show=False, device="cpu", **options)
        return out

    return run


def test_onnx_takes_pixels_and_any_number_of_them(train, tmp_path):
    onnxruntime = pytest.importorskip("onnxruntime", reason="gradatim[onnx] is not installed")
    pytest.importorskip("onnxscript", reason="gradatim[onnx] is not installed")
    run = train("digits-mlp")
    found = export(run, "onnx", tmp_path / "out")
    assert found.any_batch
    assert found.n_inputs == 64
    assert found.difference < 1e-5
    image = Image.fromarray(np.arange(0, 256, 4, dtype=np.uint8).reshape(8, 8))
    session = onnxruntime.InferenceSession(tmp_path / "out" / "model.onnx")
    pixels = np.asarray(image, np.float32)[None, None] / 255
    [answer] = session.run(None, {"pixels": pixels})
    ours = gradatim.load(run).predict(image).probabilities
    assert np.allclose(answer[0], [ours[str(i)] for i in range(10)], atol=1e-5)
    card = (tmp_path / "out" / "card.md").read_text("utf-8")
    for word in ("pixels", "95 % interval", "J, ", "Limits", "gradatim train digits-mlp"):
        assert word in card


def test_strangers_are_refused_outside_as_well(train, tmp_path):
    found = export(train("sound-convnet"), "torch-export", tmp_path / "out")
    assert found.difference < 1e-4
    opened = torch.export.load(tmp_path / "out" / "model.pt2").module()
    length = json.loads((tmp_path / "out" / "config.json").read_text())["info"]["length"]
    with torch.no_grad():
        probabilities, known = opened(torch.randn(3, length))
    assert probabilities.shape == (3, 2)
    assert known.dtype == torch.bool


def test_a_quantity_comes_in_the_unit_of_the_table(train, tmp_path):
    run = train("table-mlp", data="prices.csv", target="price")
    found = export(run, "torch-export", tmp_path / "out")
    assert found.any_batch
    loaded = gradatim.load(run)
    ours = loaded.predict({"size": 30, "kind": "a"})
    sheet = Sheet(Path("row"), ["size", "kind"], [["30", "a"]])
    opened = torch.export.load(tmp_path / "out" / "model.pt2").module()
    with torch.no_grad():
        theirs = opened(torch.from_numpy(encoding_of(loaded.info).encode(sheet)))
    assert [float(v) for v in theirs] == pytest.approx([ours.value, ours.low, ours.high], rel=1e-4)


def test_a_language_model_becomes_what_transformers_reads(train, tmp_path):
    transformers = pytest.importorskip("transformers")
    run = train("text-gpt")
    export(run, "safetensors", tmp_path / "out")
    theirs = transformers.AutoModelForCausalLM.from_pretrained(tmp_path / "out").eval()
    tokens = torch.arange(1, 11)[None]
    with torch.no_grad():
        difference = theirs(tokens).logits - gradatim.load(run).model(tokens)
    assert difference.abs().max() < 1e-4
    assert "AutoModel" in (tmp_path / "out" / "card.md").read_text("utf-8")


def test_other_weights_are_a_run_again(train, tmp_path):
    run = train("digits-mlp")
    export(run, "safetensors", tmp_path / "out")
    image = np.full((8, 8), 90, np.uint8)
    assert gradatim.load(tmp_path / "out").predict(image) == gradatim.load(run).predict(image)


def test_a_wrong_export_is_noticed_and_not_kept(train, tmp_path, monkeypatch):
    def spoiled(graph, model, run, out):
        weights = load_file(run.folder / "model.safetensors")
        save_file({k: v + 0.1 for k, v in weights.items()}, out / "model.safetensors")
        return formats.answers_of(graph), [1 - a for a in formats.answers_of(graph)]

    monkeypatch.setattr(formats, "_write_weights", spoiled)
    with pytest.raises(UserError, match="answers differently"):
        export(train("digits-mlp"), "safetensors", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_exported_is_one_sentence(train, tmp_path, monkeypatch):
    run = train("digits-mlp")
    with pytest.raises(UserError, match="give onnx, torch-export, safetensors"):
        export(run, "pickle")
    with pytest.raises(UserError, match="cannot be written as one fixed computation"):
        export(train("wikitext-mixtral", text="docs"), "torch-export", tmp_path / "mixtral")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").touch()
    with pytest.raises(UserError, match="already there"):
        export(run, "safetensors", tmp_path / "taken")
    monkeypatch.setattr(formats, "ONNX_NEEDS", ("onnx", "no_such_library"))
    with pytest.raises(UserError, match=r"no_such_library: pip install 'gradatim\[onnx\]'"):
        export(run, "onnx", tmp_path / "x")


def test_differences_are_seen_wherever_they_are():
    one = np.array([[0.5, 0.5]], np.float32)
    assert largest_difference([one], [one]) == 0
    assert largest_difference([one], [one + 0.25]) == 0.25
    assert largest_difference([one], [one[:, :1]]) == np.inf
    assert largest_difference([one, one], [one]) == np.inf
    assert largest_difference([1000 * one], [1000 * one + 1]) == pytest.approx(1 / 500, rel=1e-5)
    assert largest_difference([one * np.inf], [one * np.inf]) == 0
