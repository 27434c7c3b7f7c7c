"""The exported player: NumPy only, the same games as the network it was made from."""

import importlib.util
import pickle
import re
import sys

import numpy as np
import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.pyrat.interop.export import export

pyrat = pytest.importorskip("pyrat")


def network():
    torch.manual_seed(0)
    model = CheeseTransformer(CheeseTransformerConfig(width=16, n_layers=2, hidden=32))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    return model.eval()


@pytest.fixture
def exported(tmp_path):
    export(network(), tmp_path, "mine")
    spec = importlib.util.spec_from_file_location("exported", tmp_path / "player.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def searching(tmp_path, monkeypatch):
    """The exported search, as the official game imports it."""
    files = export(network(), tmp_path, "mine", search=True)
    assert [file.name for file in files] == ["player.py", "network_player.py", "weights.npz"]
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.delitem(sys.modules, "network_player", raising=False)
    spec = importlib.util.spec_from_file_location("searching", tmp_path / "player.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "searching", module)
    spec.loader.exec_module(module)
    yield module
    sys.modules.pop("network_player", None)


def play(seed, *players, **options):
    game = pyrat.Game(game_mode=pyrat.GameMode.SIMULATION, random_seed=seed, **options)
    for i, player in enumerate(players):
        game.add_player(player, team=str(i))
    return game.start()


@pytest.mark.parametrize("mud", [20.0, 100.0])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_it_plays_the_same_games_as_the_network(exported, seed, mud):
    from gradatim.pyrat.interop import official_players
    from gradatim.pyrat.players.network_player import NetworkPlayer

    class Ours(official_players.OfficialPlayer):
        def make(self):
            return NetworkPlayer(network())

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


def test_its_forward_pass_is_that_of_the_network(exported):
    generator = torch.Generator().manual_seed(2)
    tokens = torch.rand(6, 11, generator=generator)
    tokens[:, 0] = 1
    tokens[:, 1:3] *= 20
    tokens[:, 9] *= 20
    between, summary = (
        torch.rand(6, 6, generator=generator) * 20,
        torch.rand(12, generator=generator),
    )
    wanted = network()(tokens[None], between[None], summary[None]).policy[0]
    weights = exported.NetworkPlayer().weights
    found = exported.forward(weights, 2, 4, tokens.numpy(), between.numpy(), summary.numpy())
    assert np.allclose(found, wanted.detach().numpy(), atol=1e-4)


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


def test_a_file_of_your_own_is_not_lost(tmp_path):
    (tmp_path / "player.py").write_text("mine = True\n")
    with pytest.raises(UserError, match="a file of your own and would be lost"):
        export(network(), tmp_path)
    assert (tmp_path / "player.py").read_text() == "mine = True\n"


@pytest.mark.parametrize("search", [False, True])
def test_it_needs_numpy_and_the_official_game_only(tmp_path, search):
    lines = []
    for file in export(network(), tmp_path, search=search)[:-1]:
        lines += file.read_text("utf-8").splitlines()
    imports = {line.split()[1].split(".")[0] for line in lines if re.match("import |from ", line)}
    own = {"network_player"} if search else set()
    # "from" may begin a line of the docstring, where a module stands too.
    assert imports - set(sys.stdlib_module_names) - own - {"player"} == {"numpy", "pyrat"}


def test_another_network_is_refused(tmp_path):
    with pytest.raises(UserError, match="only a Transformer on cheeses can be exported, not a MLP"):
        export(MLP(MLPConfig.xor()), tmp_path)


class Clock:
    """A clock that goes on by a little whenever it is read."""

    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        self.now += 0.001
        return self.now


@pytest.mark.parametrize("options", [{}, {"mud_percentage": 100.0, "nb_cheese": 9}])
def test_the_search_beats_the_network_that_guides_it(searching, monkeypatch, options):
    """The network is not trained: whoever follows it walks anywhere."""
    monkeypatch.setattr(searching, "time", Clock())
    points = {"ours": 0.0, "other": 0.0}
    for seed in range(3):
        ours, other = searching.SearchPlayer(name="ours"), searching.NetworkPlayer(name="other")
        stats = play(seed, ours, other, **options)["players"]
        for name in points:
            points[name] += stats[name]["score"]
        assert all(stats["ours"]["actions"][a] == 0 for a in ("error", "wall", "nothing"))
        assert 20 <= ours.rollouts <= 30 * sum(stats["ours"]["actions"].values())
    assert points["ours"] > 1.2 * points["other"]


def test_both_trees_of_the_search_try_what_gains_most(searching, monkeypatch):
    """Four pieces in a row to the south, one to the north: south, for me and for the other."""
    monkeypatch.setattr(searching, "time", Clock())
    maze = pyrat.MazeFromDict({i: {j: 1 for j in (i - 1, i + 1) if 0 <= j < 9} for i in range(9)})
    ours = searching.SearchPlayer(name="ours")
    game = pyrat.Game(
        game_mode=pyrat.GameMode.SIMULATION, fixed_maze=maze, fixed_cheese=[2, 5, 6, 7, 8]
    )
    game.add_player(ours, team="a", location=4)
    still = pyrat.FixedPlayer([pyrat.Action.NOTHING] * 99, name="still")
    game.add_player(still, team="b", location=4)
    assert game.start()["players"]["ours"]["actions"]["south"] >= 3
    ours.preprocessing(maze, state := pyrat.GameState())
    state.player_locations, state.cheese = {"ours": 4, "still": 4}, [2, 5, 6, 7, 8]
    state.score_per_player, state.teams = {"ours": 0, "still": 0}, {"a": ["ours"], "b": ["still"]}
    state.muds = {name: {"target": None, "count": None} for name in ("ours", "still")}
    ours.preprocessing(maze, state)
    assert ours.turn(maze, state) == pyrat.Action.SOUTH
    for choice in ours.root.choices:
        assert max(zip(choice.counts, choice.goals, strict=True))[1] in (5, 6, 7, 8)
        assert sum(choice.counts) > 10


class Wandering(pyrat.Player):
    def turn(self, maze, game_state):
        here = game_state.player_locations[self.get_name()]
        to = maze.get_neighbors(here)
        return maze.locations_to_action(here, to[game_state.turn % len(to)])


def test_the_search_learns_that_its_opponent_is_greedy(searching, monkeypatch):
    from gradatim.pyrat.interop.official_players import Greedy

    monkeypatch.setattr(searching, "time", Clock())
    ours = searching.SearchPlayer(name="ours")
    play(1, ours, Greedy("greedy", seed=1, deadline=60))
    assert ours.odds > 2  # 0.5 before the first turn
    play(1, ours, Wandering("wandering"))
    assert ours.odds < 0.2


def test_the_search_can_be_sent_to_another_process_and_plays_alone(searching):
    searching.SECONDS = 0.001
    player = pickle.loads(pickle.dumps(searching.SearchPlayer(name="mine")))
    assert play(1, player)["players"]["mine"]["score"] == 21


def test_the_search_ends_in_time(searching):
    ours, still = searching.SearchPlayer(name="ours"), pyrat.FixedPlayer([], name="still")
    stats = play(2, ours, still, nb_cheese=5, continue_on_error=True)["players"]["ours"]
    # CPU time, of which a busy machine takes no more: what follows the deadline is one rollout.
    assert np.quantile(stats["turn_durations"], 0.9) < 0.05


def test_no_file_of_a_search_is_written_over_one_of_your_own(tmp_path):
    (tmp_path / "network_player.py").write_text("mine = True\n")
    with pytest.raises(UserError, match=r"network_player\.py is a file of your own"):
        export(network(), tmp_path, search=True)
    assert not (tmp_path / "player.py").exists()
