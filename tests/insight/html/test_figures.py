"""Figures: well-formed inline SVG, the page's colors, the numbers that were given."""

import base64
import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import torch
from PIL import Image

from gradatim.insight.activations import feature_maps
from gradatim.insight.html import figures
from gradatim.insight.html.tiles import tiles
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.training.run_folder.run import Run

FIRST = {"step": 1, "epoch": 1, "seconds": 1, "kind": "evaluate"}


def texts(svg: str) -> list[str]:
    return [e.text or "" for e in ET.fromstring(svg).iter() if e.tag.endswith("}text")]


def pictures(svg: str) -> list[np.ndarray]:
    found = re.findall(r"data:image/png;base64,([^\"]+)", svg)
    return [np.asarray(Image.open(io.BytesIO(base64.b64decode(part)))) for part in found]


def test_learning_curves_name_runs_metrics_and_axis(runs):
    svg = figures.learning_curves(runs, against="seconds")
    words = texts(svg)
    assert {"loss", "wrong answers (%)", "seconds of training"} <= set(words)
    assert words.count("slow") == words.count("quick") == 2
    assert "var(--series-1" in svg
    assert "var(--series-2" in svg
    assert "var(--series-3" not in svg


def test_a_single_run_needs_no_labels(runs):
    assert "slow" not in texts(figures.learning_curves({"slow": runs["slow"]}))


def test_curves_of_a_language_model_show_its_own_metric(tmp_path):
    run = Run.create(tmp_path / "lm", "gpt", {})
    for step in (1, 2, 3):
        run.log({**FIRST, "step": step, "loss": 2.0, "bits_per_character": 2.9})
    words = texts(figures.learning_curves({"gpt": run}))
    assert "bits per character" in words
    assert "wrong answers (%)" not in words


def test_points_of_a_curve_tell_their_numbers(runs):
    svg = ET.fromstring(figures.learning_curves({"slow": runs["slow"]}))
    circles = [e for e in svg.iter() if e.tag.endswith("circle")]
    assert circles
    _, _, width, height = map(float, svg.get("viewBox").split())
    for circle in circles:
        assert 0 <= float(circle.get("cx")) <= width
        assert 0 <= float(circle.get("cy")) <= height
    last = runs["slow"].metrics("evaluate")[-1]
    told = [circle[0].text for circle in circles]
    assert f"slow, epoch {last['epoch']:.4g}: {last['loss']:.4g}" in told


def test_one_or_two_points_are_no_curve(tmp_path):
    run = Run.create(tmp_path / "run", "digits-mlp", {})
    for step in (1, 2, 3):
        run.log({**FIRST, "step": step, "kind": "train", "loss": 2.0, "accuracy": 0.5})
        if step < 3:
            run.log({**FIRST, "step": step, "loss": 2.0, "top_5": 0.9})
    words = texts(figures.learning_curves({"run": run}))
    assert "top 5" not in words
    assert "loss" in words


def test_curves_survive_a_run_without_metrics_and_a_perfect_score(tmp_path):
    empty = Run.create(tmp_path / "empty", "digits-mlp", {})
    perfect = Run.create(tmp_path / "perfect", "digits-mlp", {})
    perfect.log({**FIRST, "loss": 0.0, "accuracy": 1.0})
    ET.fromstring(figures.learning_curves({"empty": empty}))
    ET.fromstring(figures.learning_curves({"empty": empty, "perfect": perfect}))


def test_confusion_matrix_writes_every_count_that_is_not_zero():
    counts = torch.tensor([[7, 2, 0], [0, 9, 0], [1, 0, 5]])
    words = texts(figures.confusion_matrix(counts, ["cat", "dog", "owl"]))
    assert [w for w in words if w.isdigit()] == ["7", "2", "9", "1", "5"]
    assert words.count("cat") == 2
    assert "0" not in words


def test_confusion_matrix_paints_right_blue_wrong_orange_and_none_not_at_all():
    counts = torch.tensor([[5, 5], [0, 10]])
    (picture,) = pictures(figures.confusion_matrix(counts, ["a", "b"]))
    (right, wrong), (none, _) = picture  # one pixel per cell; red, green, blue, alpha
    assert right[2] > right[0]
    assert wrong[0] > wrong[2]
    assert (right[3], wrong[3], none[3]) == (255, 255, 0)


def test_many_classes_and_an_empty_matrix_can_be_drawn():
    names = [f"class {i}" for i in range(40)]
    ET.fromstring(figures.confusion_matrix(torch.eye(40).long(), names))
    ET.fromstring(figures.confusion_matrix(torch.zeros(2, 2).long(), ["a", "b"]))


def test_strongest_kernels_come_first_and_captions_keep_the_order():
    weights = torch.stack([torch.full((1, 3, 3), 0.1), -torch.ones(1, 3, 3)])
    weights[0, 0, 1, 1] = 0.2
    first = pictures(figures.kernels(weights))[0]
    assert first[0, 0, 2] > first[0, 0, 0]  # the strong one is negative: blue
    captioned = figures.kernels(weights, ["zero", "one"])
    assert texts(captioned) == ["zero", "one"]
    first = pictures(captioned)[0]
    assert first[1, 1, 0] > first[1, 1, 2]  # weak but positive: orange


def test_kernels_over_colors_are_shown_in_color_around_gray():
    weights = torch.zeros(1, 3, 2, 2)
    weights[0, 0] = 1.0
    (picture,) = pictures(figures.kernels(weights))
    assert picture[0, 0, 0] == 255
    assert abs(int(picture[0, 0, 1]) - 127) <= 1


def test_a_dead_kernel_is_drawn_as_zero():
    (picture,) = pictures(figures.kernels(torch.zeros(1, 1, 2, 2)))
    assert picture[..., :3].min() > 225


def test_feature_maps_say_their_number_and_size():
    model = ConvNet(ConvNetConfig())
    maps = feature_maps(model, torch.randn(1, 28, 28))
    words = texts(figures.map_rows(np.zeros((28, 28, 3)), list(maps.items())))
    assert "28×28 pixels" in words
    assert "24 maps of 24×24" in words
    assert "32 maps of 5×5" in words


def test_pictures_stand_in_rows_with_gaps_between():
    svg = tiles(np.zeros((5, 4, 8, 3)), n_columns=3)
    places = re.findall(r"<image[^>]*matrix\(([^)]+)\)", svg)
    corners = [tuple(map(float, place.split()[4:])) for place in places]
    widths = {round(float(place.split()[0]) * 8, 3) for place in places}
    assert len({round(x, 3) for x, _ in corners}) == 3
    assert len({round(y, 3) for _, y in corners}) == 2
    assert corners[1][0] - corners[0][0] > max(widths)


def test_the_same_numbers_give_the_same_figure(runs):
    assert figures.learning_curves(runs) == figures.learning_curves(runs)
