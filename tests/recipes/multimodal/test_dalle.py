"""DALL-E in small: what the loss is made of, and what is measured of the codes."""

import pytest
import torch

from gradatim.recipes import get
from gradatim.recipes.multimodal.dalle import SCALE, DALLETask
from gradatim.recipes.options import change

TINY = {
    "data": "digits", "batch_size": 16, "width": 16, "n_layers": 1, "filters": 8, "n_codes": 16,
    "judge_steps": 2, "eval_images": 8,
}  # fmt: skip


@pytest.fixture(scope="module")
def task():
    found = change("mnist-dalle", get("mnist-dalle"), TINY).build(torch.device("cpu"))
    assert isinstance(found, DALLETask)
    return found


def test_the_loss_is_reconstruction_codebook_and_codes(task):
    task.model.eval()
    batch = next(task.batches)
    loss, metrics = task.loss(batch)
    codebook = task.model(*batch).codebook_loss
    parts = metrics["reconstruction"] / SCALE + codebook + metrics["code_loss"]
    torch.testing.assert_close(loss, parts)
    assert 1 <= metrics["code_perplexity"] <= 16
    loss.backward()
    assert all(p.grad is not None for p in task.model.parameters())


def test_codes_in_use_are_counted_and_a_loss_is_that_of_chance_at_first(task):
    task.model.eval()
    with torch.no_grad():
        found = task.evaluate()
    assert 1 <= found["codes_in_use"] <= 16
    assert found["loss"] == pytest.approx(torch.tensor(16.0).log().item(), abs=0.7)
