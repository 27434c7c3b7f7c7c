"""Optimizers: Muon's orthogonal updates, groups without weight decay, published steps."""

import pytest
import torch
from torch import nn

from gradatim.training import OptimizerConfig
from gradatim.training.optimizers import Muon, default_groups, make_optimizers, orthogonalize
from tests.training.toy import PointTask


@pytest.mark.parametrize("shape", [(8, 8), (4, 32), (32, 4), (3, 16, 8)])
def test_orthogonalize_brings_all_singular_values_near_one(shape):
    matrices = torch.randn(shape)
    found = torch.linalg.svdvals(orthogonalize(matrices, steps=10))
    assert found.min() > 0.6
    assert found.max() < 1.3


def test_orthogonalize_keeps_the_singular_vectors():
    matrix = torch.randn(6, 10)
    u, _, v = torch.linalg.svd(matrix, full_matrices=False)
    update = u.T @ orthogonalize(matrix, steps=10) @ v.T
    torch.testing.assert_close(update, update.diag().diag(), atol=0.1, rtol=0)  # bfloat16


def test_muon_minimizes_a_quadratic_of_a_filter():
    target = torch.randn(4, 3, 3, 3)
    weight = nn.Parameter(torch.zeros_like(target))
    optimizer = Muon([weight], lr=0.05, momentum=0.9)
    for step in range(300):
        for group in optimizer.param_groups:
            group["lr"] = 0.05 * (1 - step / 300)
        (weight - target).square().sum().backward()
        optimizer.step()
        optimizer.zero_grad()
    assert (weight - target).norm() < 0.15 * target.norm()


def test_muon_steps_from_filters_of_norm_one_where_asked():
    weight = nn.Parameter(7 * torch.randn(4, 3, 3, 3))
    optimizer = Muon([{"params": [weight], "fixed_norm": True}], lr=0.1, momentum=0.0)
    weight.square().sum().backward()
    expected = 2 * weight.detach() / weight.detach().norm()  # of norm sqrt(4), four filters
    expected -= 0.1 * orthogonalize(weight.grad.flatten(1)).reshape(weight.shape)
    optimizer.step()
    torch.testing.assert_close(weight.detach(), expected)


def test_weight_decay_spares_biases_and_norms():
    task = PointTask()
    groups = default_groups(task.model, OptimizerConfig(weight_decay=0.1))
    decayed, spared = (group["params"] for group in groups)
    assert all(p.ndim >= 2 for p in decayed)
    assert all(p.ndim == 1 for p in spared)
    assert groups[1]["weight_decay"] == 0.0
    assert len(decayed) + len(spared) == len(list(task.model.parameters()))


def test_muon_takes_hidden_matrices_only():
    model = nn.Sequential(nn.Embedding(9, 4), nn.Linear(4, 8), nn.Linear(8, 8), nn.Linear(8, 9))
    task = PointTask()
    task.model = model
    muon, adamw = make_optimizers(task, model, OptimizerConfig(optimizer="muon"))
    assert isinstance(muon, Muon)
    hidden = [p for group in muon.param_groups for p in group["params"]]
    assert {id(p) for p in hidden} == {id(model[1].weight), id(model[2].weight)}
    others = [p for group in adamw.param_groups for p in group["params"]]
    assert len(hidden) + len(others) == len(list(model.parameters()))


def test_sgd_step_is_nesterovs():
    task = PointTask(norm=False)
    (optimizer,) = make_optimizers(
        task, task.model, OptimizerConfig(optimizer="sgd", learning_rate=0.1)
    )
    parameter = task.model[0].weight
    before = parameter.detach().clone()
    parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    torch.testing.assert_close(parameter.detach(), before - 0.1 * 1.9)  # g + momentum * g
