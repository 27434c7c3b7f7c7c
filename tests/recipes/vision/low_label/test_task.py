"""Few labels on learned features: the nearest mean."""

import torch

from gradatim.recipes.vision.low_label.task import nearest_mean


def test_nearest_mean_needs_no_training_where_features_are_good():
    labels = torch.arange(3).repeat(4)
    features = torch.nn.functional.one_hot(labels, 3).float()
    noisy = features + 0.1 * torch.randn(12, 3)
    assert torch.equal(nearest_mean(features[:3], labels[:3], noisy), labels)
