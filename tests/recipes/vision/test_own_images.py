"""Own images: few are enough, shapes count where colors do not, images of no class are refused."""

import math

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

import gradatim
from gradatim.data import load as load_data
from gradatim.data.vision.strong_augment import colors_tell
from gradatim.errors import UserError
from gradatim.models.hub.load_save import load, save
from gradatim.models.vision.pretrained import pretrained_card, pretrained_weights
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.models.vision.vit import ViT, ViTConfig
from gradatim.recipes.options import change
from gradatim.recipes.registry import get

QUICK = {"show": False, "device": "cpu", "threads": 1, "image_size": 32}


def draw(folder, n_corners, n, rng, side=64):
    """Polygons of random place, size, angle and colors, light or dark."""
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(n):
        paper, ink = rng.integers(0, 256, (2, 3))
        if np.abs(paper - ink).sum() < 200:
            ink = 255 - paper
        image = Image.new("RGB", (side, side), tuple(map(int, paper)))
        radius = rng.uniform(0.25, 0.45) * side
        x, y = rng.uniform(radius, side - radius, 2)
        turn = rng.uniform(0, 2 * math.pi)
        angles = [turn + 2 * math.pi * k / n_corners for k in range(n_corners)]
        corners = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles]
        ImageDraw.Draw(image).polygon(corners, fill=tuple(map(int, ink)))
        image.save(folder / f"{i:03}.png")


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    folder, rng = tmp_path_factory.mktemp("shapes"), np.random.default_rng(0)
    draw(folder / "circle", 40, 20, rng)
    draw(folder / "triangle", 3, 20, rng)
    return folder


def test_colors_of_shapes_do_not_tell_and_colors_of_fruit_do(shapes):
    images = load_data(str(shapes), size=32)
    assert not colors_tell(images.images, images.labels)
    tinted = images.images.clone()
    tinted[images.labels == 1, 0] = 255
    assert colors_tell(tinted, images.labels)


def test_size_that_images_are_read_at_is_told(shapes):
    recipe = change("folder-resnet", get("folder-resnet"), {"data": str(shapes)})
    said = recipe.build(torch.device("cpu")).note
    assert said.endswith("Images are read at 96 x 96 pixels (image_size).")


def test_run_starts_from_the_pretrained_network_and_ends_with_limits(shapes, tmp_path):
    run = gradatim.train("folder-resnet", data=str(shapes), out=tmp_path / "run", steps=12, **QUICK)
    model = gradatim.load(run)
    assert 0 < float(model.model.doubt_limit) < 1
    assert math.isfinite(model.model.oddness_limit)
    assert model.info.mean == tuple(pretrained_card()["mean"])
    answer = model.predict(next((shapes / "circle").iterdir()))
    assert answer.label in ("circle", "triangle")
    again = gradatim.train(
        "folder-resnet", data=str(shapes), out=tmp_path / "b", init_from=str(run.folder),
        steps=2, **QUICK,
    )  # fmt: skip
    assert "accuracy" in again.summary()["metrics"]


def first_filters(run):
    return gradatim.load(run).model.network.state_dict()["layer1.0.conv1.weight"]


def test_frozen_steps_change_the_last_layer_alone(shapes, tmp_path):
    options = {"data": str(shapes), "steps": 3, "val_fraction": 0.0} | QUICK
    kept = gradatim.train("folder-resnet", out=tmp_path / "kept", frozen=0.9, **options)
    free = gradatim.train("folder-resnet", out=tmp_path / "free", frozen=0.0, **options)
    weights = pretrained_weights()["layer1.0.conv1.weight"]
    assert torch.equal(first_filters(kept), weights)
    assert not torch.equal(first_filters(free), weights)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"init_from": "pretrained", "widths": (8, 8, 8, 8)}, "the pretrained network has widths"),
        ({"init_from": "gone"}, "gone"),
        ({"accepted": 0.0}, "accepted is 0.0"),
        ({"zoom": 2.0}, "zoom is 2.0"),
    ],
)
def test_wrong_options_are_one_sentence(shapes, tmp_path, options, message):
    with pytest.raises(UserError, match=message):
        gradatim.train("folder-resnet", data=str(shapes), out=tmp_path / "r", **options, **QUICK)


def test_a_published_network_brings_its_sizes_and_its_normalization(shapes, tmp_path):
    checkpoint = tmp_path / "published"
    config = ResNetConfig(
        widths=(8, 16), depths=(1, 1), shortcut="projection", stem="imagenet", n_classes=5
    )
    save(ResNet(config), checkpoint)
    (checkpoint / "preprocessor_config.json").write_text(
        '{"image_mean": [0.1, 0.2, 0.3], "image_std": [0.4, 0.5, 0.6]}'
    )
    options = {"data": str(shapes), "steps": 2, "init_from": str(checkpoint), "frozen": 0.9}
    run = gradatim.train("folder-resnet", out=tmp_path / "run", **options, **QUICK)
    model = gradatim.load(run)
    assert model.info.mean == (0.1, 0.2, 0.3)
    ours = model.model.network.state_dict()
    weights = load(checkpoint).model.state_dict()
    assert torch.equal(ours["layer2.0.conv1.weight"], weights["layer2.0.conv1.weight"])
    assert ours["fc.weight"].shape == (2, 16)
    options["init_from"] = str(run.folder)
    again = gradatim.train("folder-resnet", out=tmp_path / "again", **options, **QUICK)
    assert gradatim.load(again).model.network.config.widths == (8, 16)


def test_a_published_vit_brings_its_size_and_learns_its_last_layer_first(shapes, tmp_path):
    checkpoint = tmp_path / "published"
    sizes = ViTConfig(image_size=24, patch_size=8, width=16, hidden=24, n_layers=2, n_heads=2)
    save(ViT(sizes), checkpoint)
    options = {"data": str(shapes), "steps": 2, "init_from": str(checkpoint), "frozen": 0.9}
    quick = {name: value for name, value in QUICK.items() if name != "image_size"}
    run = gradatim.train("folder-vit", out=tmp_path / "run", **options, **quick)
    model, weights = gradatim.load(run), load(checkpoint).model.state_dict()
    assert model.info.shape == (3, 24, 24)
    ours = model.model.network.state_dict()
    assert torch.equal(
        ours["layers.1.attention.qkv.weight"], weights["layers.1.attention.qkv.weight"]
    )
    assert ours["head.weight"].shape == (2, 16)
    assert len(model.model.usual) == 16  # responses of the tokens between the layers
    larger = gradatim.train("folder-vit", out=tmp_path / "larger", **options, **QUICK)
    positions = gradatim.load(larger).model.network.position_embedding
    assert positions.shape == (1, 1 + 16, 16)  # interpolated from 9 patches
    with pytest.raises(UserError, match="weights of ViT, and init_from takes those of ResNet"):
        gradatim.train("folder-resnet", out=tmp_path / "no", **options, **quick)


def test_networks_of_the_lecture_start_from_others_too(tmp_path):
    quick = {"show": False, "device": "cpu", "steps": 2, "widths": (4,), "depths": (1,)}
    run = gradatim.train("digits-resnet", out=tmp_path / "a", **quick)
    again = gradatim.train(
        "digits-resnet", out=tmp_path / "b", init_from=str(run.folder), frozen=0.9, **quick
    )
    before, after = (gradatim.load(r).model.state_dict() for r in (run, again))
    assert torch.equal(before["layer1.0.conv1.weight"], after["layer1.0.conv1.weight"])
    assert not torch.equal(before["fc.weight"], after["fc.weight"])
    with pytest.raises(UserError, match="no layer has learned before"):
        gradatim.train("digits-resnet", frozen=0.5, **quick)
    with pytest.raises(UserError, match="weights of ResNet, and init_from takes those of MLP"):
        gradatim.train("digits-mlp", init_from=str(run.folder), show=False)
