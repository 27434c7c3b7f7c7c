"""A batch is cut into equal parts."""

import torch

from gradatim.training.task import chunk


def test_chunks_of_a_batch_are_equal_parts_of_every_tensor():
    batch = {"x": torch.arange(6), "pair": (torch.arange(12).view(6, 2), "name")}
    part = chunk(batch, 3, 1)
    assert part["x"].tolist() == [2, 3]
    assert part["pair"][0].tolist() == [[4, 5], [6, 7]]
    assert part["pair"][1] == "name"
