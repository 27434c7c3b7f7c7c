"""A set of images: its statistics, and how it is split."""

import numpy as np
import pytest
import torch

from gradatim.data.vision.image_set import ImageSet, channel_statistics, split_off
from gradatim.errors import UserError


def test_statistics_equal_those_of_numpy() -> None:
    images = torch.randint(0, 256, (2500, 3, 5, 7), dtype=torch.uint8)
    mean, std = channel_statistics(images)
    scaled = images.numpy() / 255
    np.testing.assert_allclose(mean, scaled.mean((0, 2, 3)), rtol=1e-6)
    np.testing.assert_allclose(std, scaled.std((0, 2, 3)), rtol=1e-6)


def toy(counts: tuple[int, ...]) -> ImageSet:
    labels = torch.cat([torch.full((n,), label) for label, n in enumerate(counts)])
    labels = labels[torch.randperm(len(labels), generator=torch.Generator().manual_seed(1))]
    images = torch.arange(len(labels), dtype=torch.uint8).view(-1, 1, 1, 1)
    return ImageSet("toy", "train", images, labels, tuple("abcdef")[: len(counts)])


def test_split_off_takes_the_same_fraction_of_every_class() -> None:
    whole = toy((100, 50, 10, 2))
    rest, held_out = split_off(whole, 0.2, seed=0)
    assert held_out.labels.bincount().tolist() == [20, 10, 2, 1]
    assert rest.labels.bincount().tolist() == [80, 40, 8, 1]
    both = torch.cat([rest.images, held_out.images]).flatten().sort().values
    assert torch.equal(both, whole.images.flatten())
    for part in (rest, held_out):
        assert torch.equal(part.labels, whole.labels[part.images.flatten().long()])
    assert torch.equal(split_off(whole, 0.2, seed=0)[1].images, held_out.images)
    assert not torch.equal(split_off(whole, 0.2, seed=1)[1].images, held_out.images)


@pytest.mark.parametrize("fraction", [0.0, 1.0, -0.5, float("nan")])
def test_split_off_refuses_fractions_that_leave_nothing(fraction: float) -> None:
    with pytest.raises(UserError, match="above 0 and below 1"):
        split_off(toy((10, 10)), fraction, seed=0)
