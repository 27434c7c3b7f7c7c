"""The exported player: NumPy only, the same games as the network it was made from."""

import importlib.util
import pickle
import sys

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.pyrat.interop.export import export
from tests.pyrat.interop.official_games import network, play

pyrat = pytest.importorskip("pyrat")


@pytest.fixture(params=[True], ids=["plays out"])
def exported(tmp_path, request):
    export(network(), tmp_path, "mine", plays_out=request.param)
    spec = importlib.util.spec_from_file_location("exported", tmp_path / "player.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.DEADLINE = 60  # what it does on a busy machine has a test of its own
    return module


@pytest.mark.parametrize(
    ("exported", "mud"), [(True, 20.0), (True, 100.0), (False, 20.0)], indirect=["exported"]
)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_it_plays_the_same_games_as_the_network(exported, seed, mud):
    from gradatim.pyrat.interop import official_players
    from gradatim.pyrat.players.network_player import NetworkPlayer

    class Ours(official_players.OfficialPlayer):
        def make(self):
            return NetworkPlayer(network(), plays_out=exported.INFO["plays_out"])

    a = play(
        seed,
        exported.NetworkPlayer(name="one"),
        official_players.Greedy("two", seed=1, deadline=60),
        mud_percentage=mud,
    )
    b = play(
        seed,
        Ours("one", deadline=60),
        official_players.Greedy("two", seed=1, deadline=60),
        mud_percentage=mud,
    )
    assert a["turns"] == b["turns"]
    for name in ("one", "two"):
        assert a["players"][name]["score"] == b["players"][name]["score"]
        assert a["players"][name]["actions"] == b["players"][name]["actions"]


def test_two_of_them_that_start_on_one_cell_part(exported):
    together = 0

    class Watching(exported.NetworkPlayer):
        def turn(self, maze, game_state):
            nonlocal together
            together += len(set(game_state.player_locations.values())) == 1
            return super().turn(maze, game_state)

    stats = play(0, Watching(name="one"), exported.NetworkPlayer(name="two"))
    assert 0 < together < 0.8 * stats["turns"]  # as twins they would stay together throughout


def test_out_of_time_it_takes_the_nearest_cheese_and_then_keeps_it(exported, monkeypatch):
    monkeypatch.setattr(exported, "DEADLINE", -1)
    ours = exported.NetworkPlayer(name="ours")
    stats = play(3, ours, pyrat.FixedPlayer([pyrat.Action.NOTHING] * 999, name="still"))
    assert stats["players"]["ours"]["score"] > 10  # more than half of the 21 pieces
    actions = stats["players"]["ours"]["actions"]
    assert ours.out_of_time == stats["turns"] - actions["mud"]
    assert actions["miss"] == actions["error"] == actions["wall"] == actions["nothing"] == 0


def test_it_can_be_sent_to_another_process_and_plays_alone(exported, monkeypatch):
    monkeypatch.setitem(sys.modules, "exported", exported)
    player = pickle.loads(pickle.dumps(exported.NetworkPlayer()))
    stats = play(1, player)
    assert stats["players"]["mine"]["score"] == 21


@pytest.mark.slow  # a time, which a busy machine may miss
def test_a_move_takes_less_than_ten_milliseconds_on_the_largest_common_board(tmp_path):
    export(CheeseTransformer(CheeseTransformerConfig()), tmp_path)
    spec = importlib.util.spec_from_file_location("big", tmp_path / "player.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    stats = play(1, module.NetworkPlayer(name="ours"), maze_width=25, maze_height=20, nb_cheese=41)
    assert np.median(stats["players"]["ours"]["turn_durations"]) < 0.01  # seconds of CPU time


def test_another_network_is_refused(tmp_path):
    with pytest.raises(UserError, match="only a Transformer on cheeses can be exported, not a MLP"):
        export(MLP(MLPConfig.xor()), tmp_path)


def test_no_file_of_a_search_is_written_over_one_of_your_own(tmp_path):
    (tmp_path / "network_player.py").write_text("mine = True\n")
    with pytest.raises(UserError, match=r"network_player\.py is a file of your own"):
        export(network(), tmp_path, search=True)
    assert not (tmp_path / "player.py").exists()
