"""The two forms of the digits: the same images, and a network that may not see which form."""

import torch

from gradatim.views.bias.groups import N_TRAIN, PaperGroups, as_ink, digits


def test_ink_is_chalk_inverted_and_nothing_else():
    images = digits()[1].images[:20]
    assert torch.equal(as_ink(images), 255 - images)
    assert torch.equal(as_ink(255 - images), 255 - images)


def test_weighing_repeats_the_few_until_they_are_as_many():
    groups = PaperGroups(0.05, "weigh", 0)
    assert groups.n_train == (N_TRAIN - 20, 20)
    dark = groups.task.batches.images.float().mean((1, 2, 3)) < 127.5
    assert int(dark.sum()) == 19 * 20  # 380 images in ink, each of the 20 nineteen times
    assert int((~dark).sum()) == 380
