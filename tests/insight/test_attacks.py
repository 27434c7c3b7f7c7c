import torch

from gradatim.insight.attacks import NormalizedModel, fgsm, pgd
from gradatim.models.vision.mlp import MLP, MLPConfig


def _model() -> NormalizedModel:
    torch.manual_seed(0)
    model = MLP(MLPConfig(in_features=64, hidden=(32,), n_classes=3))
    return NormalizedModel(model, torch.tensor([0.5]), torch.tensor([0.25])).eval()


def _loss(model, pixels, labels) -> float:
    return torch.nn.functional.cross_entropy(model(pixels), labels).item()


def test_attacks_stay_in_the_ball_and_in_the_range_of_pixels():
    model, pixels, labels = _model(), torch.rand(8, 1, 8, 8), torch.randint(0, 3, (8,))
    start = torch.Generator().manual_seed(0)
    for attacked in (
        fgsm(model, pixels, labels, 0.1),
        pgd(model, pixels, labels, 0.1, generator=start),
    ):
        assert (attacked - pixels).abs().max() <= 0.1 + 1e-6
        assert attacked.min() >= 0
        assert attacked.max() <= 1
        assert not attacked.requires_grad


def test_attacks_raise_the_loss_and_pgd_more_than_fgsm():
    model, pixels, labels = _model(), 0.3 + 0.4 * torch.rand(32, 1, 8, 8), torch.arange(32) % 3
    clean = _loss(model, pixels, labels)
    one_step = _loss(model, fgsm(model, pixels, labels, 0.1), labels)
    many_steps = _loss(model, pgd(model, pixels, labels, 0.1, n_steps=20), labels)
    assert clean < one_step <= many_steps + 1e-4


def test_fgsm_is_the_best_attack_on_a_linear_model():
    linear = MLP(MLPConfig(in_features=4, hidden=(), n_classes=2))
    model = NormalizedModel(linear, torch.zeros(1), torch.ones(1))
    pixels, labels = torch.full((1, 1, 2, 2), 0.5), torch.tensor([0])
    weight = linear.layers[0].weight
    expected = pixels + 0.1 * (weight[1] - weight[0]).sign().view(1, 1, 2, 2)
    assert torch.allclose(fgsm(model, pixels, labels, 0.1), expected)


def test_no_strength_no_change():
    model, pixels, labels = _model(), torch.rand(4, 1, 8, 8), torch.arange(4) % 3
    assert torch.equal(fgsm(model, pixels, labels, 0.0), pixels)
    assert torch.equal(pgd(model, pixels, labels, 0.0), pixels)
