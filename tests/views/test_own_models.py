"""One's own data, models and players in the views, and what networks think."""

import numpy as np
import pytest
import torch
from torch import nn

from gradatim.data.language.tokenizers import train_bpe, train_word_pieces
from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.pyrat.players.network_player import judge
from gradatim.views import load
from gradatim.views.core import text_model
from gradatim.views.core.wire import MAX_FRAME, encode
from gradatim.views.pyrat_match.policy_overlay import cell_overlay, policy_overlay

TEXT = ["The list is a list of strings and the function returns the value of it. " * 20]


def gpt():
    tokenizer = train_bpe(TEXT, 300, [])
    size = tokenizer.get_vocab_size()
    sizes = {"width": 32, "n_layers": 3, "n_heads": 2, "context": 64}
    return GPT(GPTConfig(vocabulary_size=size, **sizes)), tokenizer


@pytest.mark.parametrize("task", ["llama", "mixtral"])
def test_arithmetic_of_rotated_queries_is_that_of_the_model(task):
    engine = load("attention")(task=task, layer=2, head=3)
    engine.step(2)
    snapshot = engine.snapshot()
    assert torch.allclose(snapshot["weights"], snapshot["heads"][1, 2], atol=1e-4)


def test_a_model_of_one_s_own_is_looked_into():
    model, tokenizer = gpt()
    engine = load("attention")(model=model, tokenizer=tokenizer, layer=3)
    snapshot = engine.snapshot()
    assert snapshot["heads"].shape[:2] == (3, 2)
    assert engine.finished()
    assert torch.allclose(snapshot["weights"], snapshot["heads"][2, 0], atol=1e-4)
    engine = load("language_model")(model=model, tokenizer=tokenizer, text="The list", top_k=3)
    assert int((engine.snapshot()["probabilities"] > 0).sum()) == 3
    assert engine.snapshot()["written"].startswith("The list")
    with pytest.raises(UserError, match="tokenizer="):
        load("attention")(model=nn.Linear(2, 2), tokenizer=tokenizer)


def test_a_published_checkpoint_in_runs_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(text_model, "RUNS", tmp_path)
    with pytest.raises(UserError, match="no trained model"):
        load("attention")(model="run")
    model, tokenizer = gpt()
    load_save.save(model, tmp_path / "published", tokenizer)
    (tmp_path / "broken").mkdir()
    for name in ("model.safetensors", "tokenizer.json", "config.json"):
        (tmp_path / "broken" / name).write_text("{")
    engine = load("attention")(model="run")
    assert engine.snapshot()["heads"].shape[:2] == (3, 2)


def test_all_heads_of_a_large_model_fit_a_frame():
    tokenizer = train_word_pieces(TEXT, 200)
    sizes = {"width": 64, "n_layers": 24, "n_heads": 16, "hidden": 64}
    model = BERT(BERTConfig(vocabulary_size=tokenizer.get_vocab_size(), **sizes))
    engine = load("attention")(model=model, tokenizer=tokenizer, text="the list of the list")
    snapshot = engine.snapshot()
    assert snapshot["heads"].shape[:2] == (24, 16)
    assert sum(map(len, encode(snapshot)[1])) <= MAX_FRAME
    with pytest.raises(UserError, match="at most 9"):
        engine.set("text", "list " * 12)


def test_own_points_and_networks():
    random = np.random.default_rng(0)
    points, labels = random.normal(size=(60, 2)), np.array(["a", "b"])[np.arange(60) % 2]
    for view in ("perceptron", "mlp"):
        engine = load(view)(data=(points, labels))
        assert len(engine.points) == 60
        assert engine.address()["data"] == "own"
        assert load(view)(data="xor").values["data"] == "xor"
        with pytest.raises(UserError):
            load(view)(data=(points, labels[:5]))
    network = nn.Sequential(nn.Flatten(), nn.Linear(12, 8), nn.Tanh(), nn.Linear(8, 3))
    before = [p.clone() for p in network.parameters()]
    images = random.normal(size=(40, 3, 4))
    engine = load("gradient_descent")(model=network, data=(images, np.arange(40) % 3))
    engine.step(3)
    assert engine.values["surface"] == "network"
    assert engine.snapshot()["path"].shape == (150, 2)
    assert all(map(torch.equal, network.parameters(), before))  # a copy was trained


def test_a_network_of_one_s_own_learns_in_the_playground():
    class Mine(nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.drop, self.last = nn.Linear(2, 6), nn.Dropout(0.1), nn.Linear(6, 3)
            self.out = nn.Linear(3, 2)

        def forward(self, x):
            return self.out(torch.sin(self.last(self.drop(torch.sin(self.first(x))))))

    model = Mine()
    before = [p.clone() for p in model.parameters()]
    engine = load("mlp")(model=model, data="xor")
    frame = engine.snapshot()
    place = torch.linspace(-6, 6, 60)[3] / 3  # the second of every third place along an axis
    first = torch.sin(model.first(torch.stack([place, torch.tensor(-2.0)])))
    reach = torch.sin(model.first(torch.cartesian_prod(*[torch.linspace(-6, 6, 60)[::3] / 3] * 2)))
    expected = first / reach.abs().amax(0)
    assert torch.allclose(frame["maps_0"][:, 0, 1], expected, atol=1e-5)
    assert frame["maps_1"].shape == (3, 20, 20)
    engine.step(300)
    assert engine.losses[-1][0] < engine.losses[0][0]
    assert all(map(torch.equal, model.parameters(), before))  # a copy was trained
    engine.act("mute", [1, 2])
    assert engine.snapshot()["maps_1"][2].abs().max() == 0
    engine.act("freeze", [1, 0])
    engine.step(2)
    with pytest.raises(UserError, match="your own"):
        engine.set("layers", 3)
    engine.reset()
    assert torch.equal(engine.snapshot()["weight_0"], before[0])


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (nn.Linear(3, 2), "3 to 2"),
        (nn.Sequential(nn.Linear(2, 90), nn.ReLU(), nn.Linear(90, 2)), "8 neurons"),
        (nn.Sequential(nn.Linear(2, 2), nn.Flatten(0)), "gives"),
        (nn.Sequential(nn.Unflatten(1, (3, 4)), nn.Linear(2, 2)), "does not take"),
        (nn.ReLU(), "none"),
        (torch.relu, "torch.nn.Module"),
    ],
)
def test_a_network_that_cannot_be_drawn_is_refused_in_a_sentence(model, reason):
    with pytest.raises(UserError, match=reason):
        load("mlp")(model=model)


def small_network():
    return nn.Sequential(
        nn.Conv2d(1, 6, 3, padding=1), nn.Tanh(), nn.Dropout(0.1), nn.MaxPool2d(2),
        nn.Conv2d(6, 9, 3), nn.BatchNorm2d(9), nn.Tanh(), nn.Flatten(), nn.Linear(36, 10),
    )  # fmt: skip


def test_a_convolutional_network_of_one_s_own_is_shown_and_trained():
    model = small_network()
    before = [p.clone() for p in model.parameters()]
    runs = [load("convnet")(model=model) for _ in range(2)]
    frame = runs[0].snapshot()
    assert runs[0].values["data"] == "digits"
    assert frame["names"] == ["0", "4"]
    assert torch.allclose(frame["kernels"], before[0][:8].mean(1))
    pinned, _ = runs[0].pinned()
    normal = (pinned - runs[0].mean) / runs[0].std
    first = model.eval()[0](normal)
    assert torch.allclose(frame["maps_0"], first[0], atol=1e-5)
    second = model[:5](normal)
    assert torch.allclose(frame["maps_1"], second[0, :8], atol=1e-5)
    assert frame["count_1"] == 9
    assert torch.allclose(frame["answer"], model(normal)[0].softmax(0), atol=1e-5)
    for engine in runs:
        engine.step(40)
    assert runs[0].curve[-1][0] < 0.7 * runs[0].curve[0][0]
    assert torch.equal(runs[0].model[4].weight, runs[1].model[4].weight)  # dropout from the seed
    assert all(map(torch.equal, model.parameters(), before))  # a copy was trained
    runs[0].set("scrub", 0)
    assert torch.allclose(runs[0].snapshot()["kernels"], before[0][:8].mean(1))
    with pytest.raises(UserError, match="your own"):
        runs[0].set("stages", 3)
    with pytest.raises(UserError, match=r"does not take images of mnist, \(B, 1, 28, 28\)"):
        runs[0].set("data", "mnist")
    runs[0].step(1)


def test_of_many_convolutions_three_are_drawn_in_running_order():
    class Reversed(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList(nn.Conv2d(4, 4, 3, padding=1) for _ in range(5))
            self.first, self.out = nn.Conv2d(1, 4, 5), nn.Linear(64, 10)

        def forward(self, x):
            x = self.first(x)
            for layer in reversed(self.layers):
                x = x + layer(x).relu()
            return self.out(x.flatten(1))

    frame = load("convnet")(model=Reversed()).snapshot()
    assert frame["names"] == ["first", "layers.3", "layers.0"]  # of six: 1st, 3rd, 6th
    assert sum(map(len, encode(frame)[1])) <= MAX_FRAME


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (torch.relu, "torch.nn.Module"),
        (nn.Sequential(nn.Flatten(), nn.Linear(64, 10)), "no nn.Conv2d"),
        (nn.Sequential(nn.Conv2d(3, 4, 3), nn.Flatten(), nn.Linear(144, 10)), "takes 3 channels"),
        (nn.Sequential(nn.Conv2d(1, 4, 3), nn.Flatten(), nn.Linear(2704, 5)), r"gives \(2, 5\)"),
        (nn.Sequential(nn.Conv2d(1, 4, 3), nn.Flatten(), nn.Linear(7, 10)), "does not take"),
        (nn.Sequential(nn.Conv2d(1, 1, 1), nn.Linear(2000, 2000)), "weights; at most"),
    ],
)
def test_a_network_without_fitting_convolutions_is_refused_in_a_sentence(model, reason):
    with pytest.raises(UserError, match=reason):
        load("convnet")(model=model)


def test_the_network_s_own_path_lies_on_its_surface():
    engine = load("gradient_descent")(surface="network")
    first, last = (engine.surface(torch.tensor(engine.path[i])) for i in (0, -1))
    assert first > 3 * last
    assert engine.trails[0][0][:2] == pytest.approx(engine.path[0].tolist(), abs=1e-5)


def test_relabelled_and_removed_points():
    engine = load("perceptron")(data="and")
    engine.act("relabel", 0)
    assert engine.labels.tolist() == [1, 0, 0, 1]
    engine.act("remove", 0)
    assert engine.labels.tolist() == [0, 0, 1]
    with pytest.raises(UserError):
        engine.act("relabel", 3)


def test_a_frozen_neuron_learns_no_more():
    engine = load("mlp")()
    engine.act("freeze", [0, 1])
    before = engine.snapshot()["weight_0"].clone()
    engine.step(20)
    after = engine.snapshot()["weight_0"]
    assert torch.equal(after[1], before[1])
    assert not torch.equal(after[0], before[0])


@pytest.fixture(scope="module")
def arena():
    engine = load("pyrat_match")(python="champion", width=9, height=7, cheese=9)
    engine.step(2)
    return engine


def test_thoughts_are_those_of_the_champion(arena):
    model, games = arena.network(1), arena.games
    thought = policy_overlay(model, games, 1)
    policy, values = judge(model, games, 1, np.array([0]))
    expected = torch.from_numpy(policy[0]).softmax(0).numpy()
    assert np.nan_to_num(thought.probabilities) == pytest.approx(expected, abs=1e-5)
    assert thought.lead == pytest.approx(values[0], abs=1e-4)
    alive = games.state.present[0]
    assert np.isnan(thought.probabilities[~alive]).all()
    rows = thought.attention[:, alive].sum(-1)
    assert rows == pytest.approx(np.ones_like(rows), abs=1e-4)


def test_elsewhere_at_one_s_own_cell_is_here(arena):
    model, games = arena.network(0), arena.games
    if games.state.mud_left[0, 0]:
        pytest.skip("in mud")
    cells = cell_overlay(model, games, 0)
    here = games.state.position[0, 0]
    assert cells.leads[here] == pytest.approx(policy_overlay(model, games, 0).lead, abs=1e-3)
    assert np.isfinite(cells.leads).sum() == games.pool.mazes.n_cells[0]
    weights = games.pool.mazes.weights[0]
    for cell in np.flatnonzero(cells.steps):
        assert weights[cell, cells.steps[cell]] > 0  # no step into a wall


def test_every_overlay_fits_a_frame_and_names_its_code(arena):
    for overlay in arena.controls["overlay"].options:
        arena.set("overlay", overlay)
        assert sum(map(len, encode(arena.snapshot())[1])) <= MAX_FRAME
        assert all(part["where"].startswith("gradatim.") for part in arena.code())
    arena.set("layer", 24)
    assert 1 <= arena.values["layer"] <= arena.snapshot().get("attention", np.zeros(24)).shape[0]


def test_one_s_own_player_and_a_missing_run(tmp_path, monkeypatch):
    from gradatim.views.pyrat_match import engine as view

    engine = load("pyrat_match")(player=lambda games, side: np.array([2], np.int8), walls=0, mud=0)
    engine.step(3)
    assert engine.games.state.position[0, 0] == 3
    monkeypatch.setattr(view, "RUNS", tmp_path)
    with pytest.raises(UserError, match="no trained PyRat player"):
        engine.set("python", "run")


def test_in_mud_a_human_waits_without_pressing():
    engine = load("pyrat_match")(rat="human", python="random", mud=60, walls=0, seed=3)
    for _ in range(12):
        engine.act("move", 2 if engine.steps % 2 else 3)
        assert engine.finished() or not engine.games.state.mud_left[0, 0]
