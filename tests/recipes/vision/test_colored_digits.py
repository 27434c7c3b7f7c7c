import numpy as np
import pytest
import torch

from gradatim.data.adult import load_adult
from gradatim.data.vision.colored_digits import colorize
from gradatim.data.vision.datasets import load
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import open_run, start


@pytest.fixture
def _real_data(data_folder, monkeypatch):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))


@pytest.mark.usefixtures("_real_data")
def test_adult_mlp_learns_incomes_and_the_gap(tmp_path):
    recipe = change("adult-mlp", get("adult-mlp"), {"steps": 60})
    run, summary = start("adult-mlp", recipe, tmp_path / "run", show=False)
    assert summary["metrics"]["accuracy"] > 0.80
    assert summary["metrics"]["auc"] > 0.85
    assert summary["metrics"]["demographic_parity"] > 0.05
    _, model, info, _ = open_run(run.folder)
    assert model.config.in_features == len(info.features)


@pytest.mark.usefixtures("_real_data")
def test_the_weights_of_reweighing_reach_the_loss():
    plain = change("adult-mlp", get("adult-mlp"), {}).build(torch.device("cpu"))
    repaired = change("adult-mlp", get("adult-mlp"), {"repair": "reweigh"})
    batch = next(repaired.build(torch.device("cpu")).batches)
    assert batch[2].unique().numel() == 4  # label x sex
    doubled = (batch[0], batch[1], 2 * batch[2], batch[3])
    torch.testing.assert_close(plain.loss(doubled)[0], 2 * plain.loss(batch)[0])


@pytest.mark.usefixtures("_real_data")
def test_the_penalty_is_the_variance_of_the_groups_mean_score():
    task = change("adult-mlp", get("adult-mlp"), {"repair": "penalty", "penalty": 3.0}).build(
        torch.device("cpu")
    )
    batch = next(task.batches)
    with_penalty = task.loss(batch)[0]
    task.penalty = 0.0
    share = task.model(batch[0]).softmax(1)[:, 1].detach().numpy()
    groups = batch[3].numpy()
    means = [share[groups == g].mean() for g in np.unique(groups)]
    difference = (with_penalty - task.loss(batch)[0]).item()
    assert difference == pytest.approx(3.0 * np.var(means), rel=1e-3)


@pytest.mark.usefixtures("_real_data")
def test_columns_can_be_hidden_from_the_network():
    task = change("adult-mlp", get("adult-mlp"), {"without": ["sex"]}).build(torch.device("cpu"))
    assert not any(name.startswith("sex") for name in task.info.features)
    assert set(load_adult("test").groups("sex")) == {"Male", "Female"}


def test_group_dro_gives_the_worst_group_the_largest_weight():
    options = {"data": "digits", "repair": "group-dro"}
    recipe = change("colored-digits", get("colored-digits"), options)
    task = recipe.build(torch.device("cpu"))
    start_weights = task.q.clone()
    batch = next(task.batches)
    for _ in range(20):
        task.loss(batch)
    logits = task.model(task.normalize(batch[0].permute(0, 2, 3, 1)))
    losses = torch.nn.functional.cross_entropy(logits, batch[1], reduction="none")
    there = batch[2].unique()
    worst = max(there, key=lambda g: losses[batch[2] == g].mean())
    assert task.q[worst] == task.q.max()
    assert task.q.sum() == pytest.approx(1.0)
    assert torch.equal(start_weights, torch.full((4,), 0.25))
    other = recipe.build(torch.device("cpu"))
    other.load_state_dict(task.state_dict())
    assert torch.equal(other.q, task.q)


def test_reweighing_gives_every_group_the_same_total():
    recipe = change(
        "colored-digits",
        get("colored-digits"),
        {"data": "digits", "repair": "reweigh", "agreement": 0.8},
    )
    task = recipe.build(torch.device("cpu"))
    counts = task.batches.tensors[2].bincount(minlength=4)
    assert torch.allclose(task.balance * counts, (task.balance * counts).mean().expand(4))


def test_color_is_learned_instead_of_shape_and_repaired(tmp_path):
    changes = {"data": "digits", "agreement": 0.97, "epochs": 8.0, "batch_size": 64}
    results = {}
    for repair in ("none", "reweigh"):
        recipe = change("colored-digits", get("colored-digits"), changes | {"repair": repair})
        _, summary = start("colored-digits", recipe, tmp_path / repair, show=False)
        results[repair] = summary["metrics"]
    assert results["none"]["accuracy_same_colors"] > 0.95
    assert results["none"]["accuracy"] < results["reweigh"]["accuracy"] - 0.05


def test_agreement_without_exception_is_refused():
    with pytest.raises(UserError, match="no group is empty"):
        change("colored-digits", get("colored-digits"), {"agreement": 1.0})


def test_the_two_tests_are_painted_the_other_way_round():
    digits = load("digits", "test")
    same, other = colorize(digits, 0.99, 0), colorize(digits, 1 - 0.99, 0)
    agree = [(p.groups // 2 == p.groups % 2).float().mean() for p in (same, other)]
    assert agree[0] > 0.9
    assert agree[1] < 0.1
