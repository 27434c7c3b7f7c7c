"""What a network thinks during a game: the numbers are the network's own, the page stands alone."""

import numpy as np
import pytest
import torch

from gradatim.errors import UserError
from gradatim.experiments.pyrat import explain_game as module
from gradatim.experiments.pyrat.attention_heads import Habit, describe, habit_of
from gradatim.experiments.pyrat.explain_game import explain_game
from gradatim.experiments.pyrat.policy_trace import TraceRecorder
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.pyrat import preset
from gradatim.pyrat.matches.player_specs import Contestant, open_contestant
from gradatim.pyrat.matches.recording import record
from gradatim.pyrat.players.network_player import policy_and_value

KIND = preset("default", width=9, height=8, cheese=9, starts="corners")


def network():
    torch.manual_seed(0)
    model = CheeseTransformer(CheeseTransformerConfig(width=16, n_layers=2, n_heads=4, hidden=32))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    return model.eval()


def watched(seed=5):
    recorder, asked = TraceRecorder(network(), "ours"), []

    def look(games):
        recorder.record(games)
        if games.state.mud_left[0, 0] == 0:
            asked.append(policy_and_value(recorder.model, games, 0, np.zeros(1, int)))

    with open_contestant("greedy") as other:
        game = record(Contestant("ours", recorder.make), other, KIND, seed, on_turn=look)
    return game, recorder.trace, asked


def test_the_trace_is_what_the_network_says_and_lead_to_the_moves_it_made():
    game, trace, asked = watched()
    free = game.replay().mud_left[:-1, 0] == 0
    assert [step.turn for step in trace] == (np.flatnonzero(free) + 1).tolist()
    for step, (scores, value) in zip(trace, asked, strict=True):
        wanted = np.exp(scores[0] - scores[0].max())
        np.testing.assert_allclose(
            np.sort(step.policy), np.sort(wanted[wanted > 0] / wanted.sum()), rtol=1e-4
        )
        assert step.value == pytest.approx(value[0], rel=1e-4)
        assert step.moves.sum() == pytest.approx(1, abs=1e-5)
        assert step.moves[game.actions[step.turn - 1, 0] - 1] > 0
        assert step.goal in step.cells
        for weights in step.attention:
            assert weights.shape == (4, len(step.cells), len(step.cells))
            np.testing.assert_allclose(weights.sum(-1).numpy(), 1, rtol=1e-5)


def explained(tmp_path, monkeypatch, **options):
    monkeypatch.setattr(module, "open_network", lambda word: network())
    with open_contestant("greedy") as other:
        return explain_game("ours", other, KIND, seed=5, out=tmp_path / "page.html", **options)


def test_the_page_shows_the_chosen_turns_and_asks_for_nothing_from_outside(tmp_path, monkeypatch):
    text = explained(tmp_path, monkeypatch, turns=(2, 1)).read_text("utf-8")
    assert text.index("<h2>Turn 1</h2>") < text.index("<h2>Turn 2</h2>")
    assert text.count("<h2>Turn") == 2
    assert text.count('class="board"') == 2 * (1 + 2)  # the board, and one a layer
    assert "layer 2, head 4" in text
    assert "http://" not in text.replace("http://www.w3.org/", "")
    assert "https://" not in text
    assert "<script" not in text


def test_without_turns_the_greatest_changes_are_shown_apart_from_each_other(tmp_path, monkeypatch):
    text = explained(tmp_path, monkeypatch).read_text("utf-8")
    turns = [int(part.split("<")[0]) for part in text.split("<h2>Turn ")[1:]]
    assert turns[0] == 1
    assert 2 <= len(turns) <= module.N_TURNS
    assert min(np.diff(turns)) >= module.APART


def test_wrong_turns_and_networks_are_one_sentence(tmp_path, monkeypatch):
    with pytest.raises(UserError, match="turn 9999 is not in the game: it has turns 1 to"):
        explained(tmp_path, monkeypatch, turns=(9999,))
    game, trace, _ = watched()
    muddy = set(range(1, len(game.actions) + 1)) - {step.turn for step in trace}
    with pytest.raises(UserError, match="is in mud and cannot choose: take turn"):
        explained(tmp_path, monkeypatch, turns=(min(muddy),))
    with pytest.raises(UserError, match="whose network does not play PyRat"):
        TraceRecorder(MLP(MLPConfig.xor()), "runs/mine")


def test_habits_of_heads_are_measured():
    between = np.array([[0, 2, 10], [2, 0, 8], [10, 8, 0]], float)
    times = np.array([[1, 3, 9], [9, 3, 1]], float)  # the third is lost to the other
    same = habit_of(np.eye(3), between, times)
    assert same == Habit(1.0, 0.0, pytest.approx(1 / 3))
    to_lost = np.tile([0.0, 0.0, 1.0], (3, 1))
    assert habit_of(to_lost, between, times) == Habit(
        pytest.approx(1 / 3), pytest.approx((10 + 8 + 0) / 3), 1.0
    )
    uniform = habit_of(np.full((3, 3), 1 / 3), between, times)
    assert uniform == Habit(*[pytest.approx(x) for x in (1 / 3, (6 + 5 + 9) / 3, 1 / 3)])
    assert describe(same, uniform) == "itself"
    assert describe(Habit(0.1, 2.0, 0.3), uniform) == "near cheese"
    assert describe(Habit(0.1, 6.0, 0.9), uniform) == "cheese the other reaches first"
