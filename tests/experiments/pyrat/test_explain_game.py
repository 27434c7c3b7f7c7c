"""What a network predicts during a game: its own numbers, a page that stands alone."""

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.experiments.pyrat import explain_game as module
from gradatim.experiments.pyrat.explain_game import explain_game
from gradatim.experiments.pyrat.policy_trace import TraceRecorder
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.pyrat.matches.player_specs import open_contestant
from tests.experiments.pyrat.watched_game import KIND, network, watched


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
