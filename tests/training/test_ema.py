"""The moving average of weights: its formula, its place in the model, its state."""

import pytest
import torch
from torch import nn

from gradatim.training.ema import EMA


@pytest.fixture
def model():
    model = nn.Sequential(nn.Linear(1, 1), nn.BatchNorm1d(1))
    nn.init.constant_(model[0].weight, 0.0)
    return model


def set_weight(model, value):
    with torch.no_grad():
        model[0].weight.fill_(value)


def test_early_updates_forget_the_start_and_later_ones_use_the_decay(model):
    ema, expected = EMA(model, decay=0.5), 0.0
    for n in range(1, 30):
        set_weight(model, float(n))
        ema.update()
        decay = min(0.5, (1 + n) / (10 + n))
        expected = decay * expected + (1 - decay) * n
        with ema.applied():
            assert model[0].weight.item() == pytest.approx(expected, rel=1e-5)


def test_the_model_holds_the_average_only_inside_the_block_even_after_an_error(model):
    ema = EMA(model, decay=0.9)
    set_weight(model, 4.0)

    def fail_inside():
        with ema.applied():
            assert model[0].weight.item() == 0.0
            raise KeyError

    with pytest.raises(KeyError):
        fail_inside()
    assert model[0].weight.item() == 4.0


def test_statistics_of_batch_norm_are_averaged_too_and_counters_are_not(model):
    ema = EMA(model, decay=0.0)  # the average is the newest value
    model.train()(torch.randn(4, 1) + 3)
    mean = model[1].running_mean.clone()
    assert mean.item() != 0
    ema.update()
    model[1].running_mean.zero_()
    with ema.applied():
        assert torch.equal(model[1].running_mean, mean)
        assert model[1].num_batches_tracked == 1


def test_the_state_continues_the_average(model):
    ema = EMA(model, decay=0.9)
    set_weight(model, 1.0)
    ema.update()
    again = EMA(model, decay=0.9)
    again.load_state_dict(ema.state_dict())
    set_weight(model, 5.0)
    ema.update()
    again.update()
    assert again.n_updates == 2
    assert all(torch.equal(a, b) for a, b in zip(again.average, ema.average, strict=True))
