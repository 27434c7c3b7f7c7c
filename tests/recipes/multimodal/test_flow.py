"""Flow matching: the error is that of the direction from noise to image."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.multimodal.flow import FlowTask
from gradatim.recipes.options import change

CPU = torch.device("cpu")
TINY = {
    "data": "digits", "batch_size": 16, "width": 16, "n_layers": 1, "draw_steps": 2,
    "judge_steps": 2, "eval_images": 8,
}  # fmt: skip


def test_who_knows_noise_and_image_makes_no_error():
    task = change("mnist-flow", get("mnist-flow"), TINY).build(CPU)
    assert isinstance(task, FlowTask)
    images, captions = next(task.batches)
    noise, times = torch.randn_like(images), torch.rand(len(images))
    task.model = lambda *_: 2 * images - 1 - noise  # type: ignore[assignment]
    assert task.error(images, captions, noise, times) == 0
    task.model = lambda *_: torch.zeros_like(images)  # type: ignore[assignment]
    expected = (2 * images - 1 - noise).square().mean()
    torch.testing.assert_close(task.error(images, captions, noise, times), expected)


def test_evaluation_takes_the_same_noise_each_time():
    task = change("mnist-flow", get("mnist-flow"), TINY).build(CPU)
    task.model.eval()
    with torch.no_grad():
        assert task.evaluate() == task.evaluate()


def test_shift_moves_the_times_towards_noise():
    task = change("mnist-flow", get("mnist-flow"), TINY | {"noise_shift": 1.0}).build(CPU)
    assert isinstance(task, FlowTask)
    times = task.times(torch.linspace(-2, 2, 9))
    torch.testing.assert_close(torch.logit(times), torch.linspace(-3, 1, 9))
    with pytest.raises(UserError, match="noise_shift is 9"):
        change("mnist-flow", get("mnist-flow"), {"noise_shift": 9.0})
