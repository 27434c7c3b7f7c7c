"""The exported search: what it needs, how it plays, and that it plays no worse without time."""

import importlib.util
import pickle
import sys

import numpy as np
import pytest

from gradatim.pyrat import official_game, preset
from gradatim.pyrat.game.maze import Maze
from gradatim.pyrat.interop.export import export
from gradatim.pyrat.interop.official_players import GameMirror
from gradatim.pyrat.players.champion import champion_network
from gradatim.pyrat.search.player import SearchPlayer
from tests.pyrat.interop.official_games import network, play

pyrat = pytest.importorskip("pyrat")


def load(model, folder, monkeypatch):
    """The exported search of a network, as the official game imports it."""
    files = export(model, folder, "mine", search=True)
    assert [file.name for file in files] == ["player.py", "network_player.py", "weights.npz"]
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    monkeypatch.delitem(sys.modules, "network_player", raising=False)
    spec = importlib.util.spec_from_file_location("searching", folder / "player.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "searching", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=[network], ids=["untrained"])
def searching(tmp_path, monkeypatch, request):
    yield load(request.param(), tmp_path, monkeypatch)
    sys.modules.pop("network_player", None)


class Clock:
    """Clocks that go on by a little whenever they are read; by them a network answers too late.

    Args:
        fraction: of the processor that the player gets; the rest is for other processes.
    """

    def __init__(self, fraction=1.0):
        self.now = self.used = 0.0
        self.fraction = fraction

    def monotonic(self):
        self.now += 0.001
        return self.now

    def process_time(self):
        self.used += 0.001 * self.fraction
        return self.used


def state_of(places, cheese):
    """The official state before the first turn; the first player is "ours"."""
    state = pyrat.GameState()
    names = ("ours", "other")
    state.player_locations, state.cheese = dict(zip(names, places, strict=True)), list(cheese)
    state.score_per_player = dict.fromkeys(names, 0)
    state.teams = {name: [name] for name in names}
    state.muds = {name: {"target": None, "count": None} for name in names}
    return state


def positions(n):
    """Maze and state of official games before their first turn, players anywhere."""
    for seed in range(n):
        game = official_game(preset("default", starts="random"), seed)
        maze = pyrat.MazeFromDict(game.maze.as_dict())
        yield maze, state_of(game.starts, game.cheese)


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
    state = state_of((4, 4), [2, 5, 6, 7, 8])
    ours.preprocessing(maze, state)
    assert ours.turn(maze, state) == pyrat.Action.SOUTH
    for choice in ours.root.choices:
        assert max(zip(choice.counts, choice.goals, strict=True))[1] in (5, 6, 7, 8)
        assert sum(choice.counts) > 10


def test_a_simulated_walk_eats_the_cheese_on_its_way(searching):
    """Whoever walks to the far end of a corridor eats all that lies before it, as in the game."""
    maze = pyrat.MazeFromDict({i: {j: 1 for j in (i - 1, i + 1) if 0 <= j < 9} for i in range(9)})
    cheese = [2, 5, 6, 8]
    ours = searching.SearchPlayer(name="ours")
    ours.preprocessing(maze, state_of((4, 0), cheese))
    left, sides = set(cheese), ([4, 0, 8], [0, 0, 2])
    gains = []
    while any(goal is not None for _, _, goal in sides):
        gains.append(ours.walk(sides, left))
    assert gains == [1, 0, 1]  # 5 at turn 1; 6 and the other's 2 at turn 2; 8 at turn 4
    assert left == set()
    assert sides == ([8, 4, None], [2, 4, None])


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


with_the_champion = pytest.mark.parametrize("searching", [champion_network], indirect=True)


@with_the_champion
def test_without_time_to_search_it_goes_where_the_network_goes(searching, monkeypatch):
    """On a busy machine it once got no rollouts, took the nearest cheese and lost 10 of 12."""
    monkeypatch.setattr(searching, "SECONDS", 0.0)
    monkeypatch.setattr(searching, "DEADLINE", 60.0)  # of the network, on a busy machine as well
    monkeypatch.setattr(sys.modules["network_player"], "DEADLINE", 60.0)
    for maze, state in positions(8):
        ours, network_alone = searching.SearchPlayer("ours"), searching.NetworkPlayer("ours")
        ours.preprocessing(maze, state)
        network_alone.preprocessing(maze, state)
        assert ours.turn(maze, state) == network_alone.turn(maze, state)
        assert ours.goal == network_alone.goal
        assert ours.rollouts == 0


@with_the_champion
def test_it_wants_what_the_search_of_the_package_wants(searching, monkeypatch):
    """The same algorithm twice, with random streams and kinds of opponents of their own."""
    monkeypatch.setattr(searching, "SECONDS", 60.0)
    monkeypatch.setattr(searching, "DEADLINE", 60.0)
    monkeypatch.setattr(searching, "ROLLOUTS", 400)
    agreed = 0
    for maze, state in positions(10):
        ours = searching.SearchPlayer("ours")
        ours.preprocessing(maze, state)
        ours.turn(maze, state)
        mirror = GameMirror(Maze.from_official(maze), list(state.cheese), ["ours", "other"])
        mirror.update(state)
        search = SearchPlayer(network=champion_network(), rollouts=400, seed=1)
        search(mirror.games, 0)
        wanted = mirror.games.state.slots[0, search.visits[0].argmax()]
        agreed += ours.goal == wanted
    assert agreed >= 7


@pytest.mark.parametrize(("fraction", "rollouts"), [(1.0, 30), (0.1, 30)])
def test_it_thinks_by_the_processor_and_ends_by_the_clock(
    searching, monkeypatch, fraction, rollouts
):
    """A busy machine stretches its time: what counts is its own, and the deadline of the turn."""
    monkeypatch.setattr(searching, "time", Clock(fraction))
    maze, state = next(positions(1))
    ours = searching.SearchPlayer("ours")
    ours.preprocessing(maze, state)
    ours.turn(maze, state)
    assert rollouts - 12 <= ours.rollouts <= rollouts
