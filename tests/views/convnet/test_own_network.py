"""A network of one's own in the view: which fit the images, and which layers are drawn."""

import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.views.convnet.own_network import MOST_WEIGHTS, fit_convolutional, shown_layers


def network(n_layers: int, n_classes: int = 10, channels: int = 1) -> nn.Module:
    convolutions = [nn.Conv2d(channels if not i else 2, 2, 3, padding=1) for i in range(n_layers)]
    return nn.Sequential(*convolutions, nn.Flatten(), nn.Linear(2 * 8 * 8, n_classes))


def test_at_most_three_layers_are_drawn_the_first_and_the_last_among_them():
    image = torch.zeros(1, 1, 8, 8)
    for n_layers, shown in (
        (1, ["0"]),
        (2, ["0", "1"]),
        (3, ["0", "1", "2"]),
        (7, ["0", "3", "6"]),
    ):
        model = fit_convolutional(network(n_layers), "digits")
        assert shown_layers(model, image) == list(shown)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (3, "must be a torch.nn.Module, not int"),
        (nn.Flatten(), "has no nn.Conv2d layer"),
        (network(1, channels=3), "takes 3 channels; the images of digits have 1"),
        (network(1, n_classes=4), r"gives \(2, 4\) for 2 images of digits"),
        (nn.Conv2d(1, MOST_WEIGHTS, 1), "at most 1,000,000 fit this view"),
        (nn.Sequential(nn.Conv2d(1, 1, 3), nn.Flatten(), nn.LazyLinear(10)), "has lazy layers"),
        (nn.Sequential(nn.Conv2d(1, 1, 9), nn.Flatten()), "does not take images of digits"),
    ],
)
def test_what_does_not_fit_is_one_sentence(model, words):
    with pytest.raises(UserError, match=words):
        fit_convolutional(model, "digits")
