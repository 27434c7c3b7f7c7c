"""Label smoothing is the cross-entropy with a target of which a fraction is spread evenly."""

import pytest
import torch

from gradatim.training.losses.label_smoothing import smoothed_cross_entropy


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 1.0])
def test_the_loss_is_that_of_the_formula(smoothing):
    logits, labels = torch.randn(6, 4), torch.tensor([0, 1, 2, 3, 3, 0])
    q = torch.full((6, 4), smoothing / 4)
    q[torch.arange(6), labels] += 1 - smoothing
    by_hand = -(q * logits.log_softmax(1)).sum(1).mean()
    torch.testing.assert_close(smoothed_cross_entropy(logits, labels, smoothing), by_hand)


def test_ever_larger_scores_cost_only_where_the_target_is_smoothed():
    logits, labels = torch.tensor([[1.0, 0.0, 0.0]]), torch.tensor([0])
    sure, very_sure = (smoothed_cross_entropy(s * logits, labels, 0.0) for s in (5, 50))
    assert very_sure < sure
    sure, very_sure = (smoothed_cross_entropy(s * logits, labels, 0.1) for s in (5, 50))
    assert very_sure > sure
