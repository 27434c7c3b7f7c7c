"""Overfitting: a gap opens, ten times the images shrink it, and only the idea differs."""

import pytest
import torch

from gradatim.views import load


def test_both_begin_alike_and_a_gap_opens():
    engine = load("overfitting")(n_images=40)
    a, b = (one.task.model.state_dict() for one in (engine.without, engine.helped))
    assert all(torch.equal(a[name], b[name]) for name in a)
    engine.step(60)
    step, training, unseen = engine.without.curve[-1]
    assert (step, training) == (60, 1.0)
    assert 0.4 < unseen < 0.9


def test_ten_times_the_images_help():
    engine = load("overfitting")(idea="more", n_images=60)
    engine.step(60)
    assert engine.helped.curve[-1][2] > engine.without.curve[-1][2] + 0.03
    assert engine.snapshot()["n_images"] == [60, 600]


@pytest.mark.parametrize("idea", ["shift_rotate", "flip", "dropout"])
def test_versions_are_those_of_the_idea(idea):
    engine = load("overfitting")(idea=idea)
    versions = engine.snapshot()["versions"]
    first = engine.without.measured.images[0]
    assert versions.shape == (6, 1, 8, 8)
    kinds = {tuple(image.flatten().tolist()) for image in versions}
    assert len(kinds) == {"shift_rotate": 6, "flip": 2, "dropout": 1}[idea]
    assert (idea == "shift_rotate") or any(torch.equal(first, image) for image in versions)


def test_going_back_is_exact():
    engine = load("overfitting")(idea="dropout")
    engine.step(5)
    weights = engine.helped.task.model.state_dict()["stages.0.0.weight"].clone()
    engine.step(6)
    curve, after = list(engine.helped.curve), engine.helped.loss
    engine.rewind(6)
    assert torch.equal(weights, engine.helped.task.model.state_dict()["stages.0.0.weight"])
    engine.step(6)
    assert (engine.helped.curve, engine.helped.loss) == (curve, after)


def test_images_that_one_names_right_are_right_for_one_only():
    engine = load("overfitting")()
    engine.step(10)
    truth, a, b = engine.snapshot()["named"]
    assert truth
    assert all((x == t) != (y == t) for t, x, y in zip(truth, a, b, strict=True))


def test_the_question_of_the_view_has_its_answer():
    engine = load("overfitting")(idea="flip")
    engine.step(100)
    flipped = [unseen for _, _, unseen in engine.helped.curve[-8:]]
    without = [unseen for _, _, unseen in engine.without.curve[-8:]]
    assert sum(flipped) / 8 < sum(without) / 8 - 0.02
