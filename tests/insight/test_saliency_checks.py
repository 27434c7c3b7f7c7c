import torch
from torch import Tensor, nn

from gradatim.insight.attribution import METHODS, saliency
from gradatim.insight.saliency_checks import (
    cascading_randomization,
    deletion,
    rank_correlation,
    shuffle_weights,
)
from gradatim.models.vision.mlp import MLP, MLPConfig


def _edges(model: nn.Module, images: Tensor, targets: Tensor) -> Tensor:
    """A "map" that looks at the image alone."""
    return images.diff(dim=3, append=images[..., -1:])


def _left_half_model() -> nn.Module:
    model = MLP(MLPConfig(in_features=64, hidden=(), n_classes=2))
    with torch.no_grad():
        weight = torch.zeros(2, 8, 8)
        weight[1, :, :4] = 1.0
        model.layers[0].weight.copy_(weight.flatten(1))
        model.layers[0].bias.zero_()
    return model


def test_a_map_of_the_image_alone_fails_randomization_and_a_gradient_passes():
    model = MLP(MLPConfig(in_features=64, hidden=(32,), n_classes=3))
    images, targets = torch.randn(6, 1, 8, 8), torch.tensor([0, 1, 2, 0, 1, 2])
    edges = cascading_randomization(model, _edges, images, targets)
    gradient = cascading_randomization(model, saliency, images, targets)
    assert edges[-1].similarity > 0.999
    assert gradient[0].similarity == 1.0
    assert abs(gradient[-1].similarity) < 0.3


def test_randomization_goes_from_the_answer_down_and_spares_the_model():
    model = MLP(MLPConfig(in_features=64, hidden=(32,), n_classes=3))
    before = [p.clone() for p in model.parameters()]
    steps = cascading_randomization(model, saliency, torch.randn(2, 1, 8, 8), torch.tensor([0, 1]))
    assert [s.layer for s in steps] == ["", "layers.2", "layers.0"]
    assert all(torch.equal(a, b) for a, b in zip(before, model.parameters(), strict=True))


def test_shuffled_weights_keep_their_values():
    layer = nn.Linear(8, 8)
    before = layer.weight.clone()
    shuffle_weights(layer, torch.Generator().manual_seed(0))
    assert not torch.equal(before, layer.weight)
    assert torch.equal(before.flatten().sort().values, layer.weight.flatten().sort().values)


def test_rank_correlation_is_the_mean_over_images_and_shares_ranks_among_ties():
    first = torch.tensor([[[1.0, 2.0], [2.0, 3.0]], [[1.0, 2.0], [3.0, 4.0]]])
    second = torch.tensor([[[10.0, 20.0], [20.0, 90.0]], [[4.0, 3.0], [2.0, 1.0]]])
    assert abs(rank_correlation(first, first) - 1) < 1e-6
    assert abs(rank_correlation(first, second) - 0) < 1e-6  # +1 and -1


def test_a_map_without_contrast_correlates_with_nothing():
    assert rank_correlation(torch.ones(1, 4, 4), torch.rand(1, 4, 4)) == 0


def test_deleting_the_pixels_that_count_beats_chance_and_the_others_lose():
    model = _left_half_model()
    images, targets = torch.full((4, 1, 8, 8), 0.2), torch.ones(4, dtype=torch.long)
    right_map = METHODS["saliency"](model, images, targets)
    good = deletion(model, images, targets, right_map)
    bad = deletion(model, images, targets, 1 - right_map)
    assert good.gain > 0.1
    assert bad.gain < -0.02
    assert good.marked[0] == good.random[0]
    assert torch.allclose(good.marked[-1], torch.tensor(0.5))
