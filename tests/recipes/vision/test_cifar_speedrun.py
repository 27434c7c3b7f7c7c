"""The speed record's recipe: who learns how fast, and test-time augmentation."""

import pytest
import torch

from gradatim.data.vision.image_set import ImageSet
from gradatim.recipes.options import change
from gradatim.recipes.registry import get
from gradatim.recipes.vision.cifar_speedrun import SpeedrunClassification
from gradatim.recipes.vision.classification import ImageData
from gradatim.training import OptimizerConfig
from gradatim.training.optimizers import make_optimizers


@pytest.fixture
def task(monkeypatch) -> SpeedrunClassification:
    pixels = torch.Generator().manual_seed(0)
    images = torch.randint(256, (40, 3, 32, 32), generator=pixels, dtype=torch.uint8)
    labels = torch.arange(40) % 10
    classes = tuple("0123456789")
    held_out = ImageSet("pixels", "test", images, labels, classes)
    monkeypatch.setattr(ImageData, "load", lambda *_: (held_out, held_out, held_out))
    plain = {"flip": False, "alternating_flip": False, "shift": 0}
    changes = plain | {"batch_size": 20, "widths": (8, 16, 64)}
    recipe = change("cifar10-speedrun", get("cifar10-speedrun"), changes)
    torch.manual_seed(0)
    made = recipe.build(torch.device("cpu"))
    assert isinstance(made, SpeedrunClassification)
    return made


def test_one_version_during_the_run_and_six_at_the_end(task):
    seen = []
    task.model.eval().register_forward_hook(lambda *_: seen.append(1))
    with torch.no_grad():
        task.evaluate()
        assert len(seen) == 1
        task.evaluate(final=True)
        assert len(seen) == 1 + 6


def test_filters_biases_and_the_last_layer_have_rates_of_their_own(task):
    filters, vectors, head = task.parameter_groups(OptimizerConfig(optimizer="muon"))
    assert {p.ndim for p in filters["params"]} == {4}
    assert {p.ndim for p in vectors["params"]} == {1}
    assert [tuple(p.shape) for p in head["params"]] == [(10, 64)]
    assert filters["fixed_norm"]
    # published for logits / 64 and a summed loss; here they are logits / 9 and a mean over 20
    assert head["lr"] == pytest.approx(0.67 * 20 * (9 / 64) ** 2)
    assert vectors["optimizer"] == head["optimizer"] == "sgd"
    learned = sum(p.numel() for g in (filters, vectors, head) for p in g["params"])
    assert learned == sum(p.numel() for p in task.model.parameters() if p.requires_grad)


def test_the_first_steps_lower_the_loss(task):
    task.model.train()
    optimizers = make_optimizers(task, task.model, get("cifar10-speedrun").train.optim)
    losses = []
    for _ in range(8):
        loss, _ = task.loss(next(task.batches))
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
        losses.append(loss.item())
    assert max(losses) < 4  # about ln 10 at the start: it must not leap
    assert losses[-1] < losses[0] - 0.2


def test_recipe_is_the_records():
    recipe = get("cifar10-speedrun")
    assert (recipe.train.epochs, recipe.train.batch_size, recipe.model.widths) == (
        8,
        2000,
        (64, 256, 256),
    )
