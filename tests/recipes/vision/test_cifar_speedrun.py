"""The speed record's recipe: who learns how fast, and how often it looks at a picture."""

import pytest
import torch

from gradatim.data.vision.batches import ImageBatches
from gradatim.data.vision.image_set import ImageSet, channel_statistics
from gradatim.recipes.registry import find
from gradatim.recipes.vision.cifar_speedrun import FastClassification, SpeedNetRecipe
from gradatim.recipes.vision.classification import look
from gradatim.training.optimizers import make_optimizers


@pytest.fixture
def task() -> FastClassification:
    pixels = torch.Generator().manual_seed(0)
    images = torch.randint(256, (40, 3, 32, 32), generator=pixels, dtype=torch.uint8)
    labels = torch.arange(40) % 10
    classes = tuple("0123456789")
    mean, std = channel_statistics(images)
    recipe = SpeedNetRecipe(batch_size=20, widths=(8, 16, 64), looks=6)
    facts = {"shape": [3, 32, 32], "classes": list(classes)}
    batches = ImageBatches(images, labels, batch_size=20, mean=mean, std=std)
    held_out = ImageSet("pixels", "test", images, labels, classes)
    torch.manual_seed(0)
    made = recipe.join(recipe.model(facts), batches, held_out, held_out, facts)
    assert isinstance(made, FastClassification)
    return made


def test_it_looks_once_during_the_run_and_six_times_at_the_end(task):
    seen = []
    task.model.eval().register_forward_hook(lambda *_: seen.append(1))
    with torch.no_grad():
        task.evaluate()
        assert len(seen) == 1
        task.evaluate(final=True)
        assert len(seen) == 1 + 6


def test_an_image_and_its_mirror_image_get_the_same_answer(task):
    class LeftBrightness(torch.nn.Module):
        """Answers with the brightness of the left half: not at all symmetric."""

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x[..., :16].mean((1, 2, 3))[:, None].expand(-1, 10)

    model = LeftBrightness()
    once = task.batches.normalise(task.test.images.permute(0, 2, 3, 1))
    assert not torch.allclose(look(model, once, 1), look(model, once.flip(3), 1))
    torch.testing.assert_close(look(model, once, 2), look(model, once.flip(3), 2))


def test_filters_biases_and_the_last_layer_have_rates_of_their_own(task):
    filters, vectors, head = task.parameter_groups()
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
    optimizers = make_optimizers(task, task.model, find("cifar10-fast"))
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
    recipe = find("cifar10-fast")
    assert (recipe.epochs, recipe.batch_size, recipe.widths) == (8, 2000, (64, 256, 256))
