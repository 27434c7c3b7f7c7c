"""The players by name."""

from collections.abc import Callable

from gradatim.errors import UserError, nearest
from gradatim.pyrat import players
from gradatim.pyrat.players.base import (
    TIE_FIRST,
    TIE_RANDOM,
    TIE_SIDEWAYS,
    Player,
)
from gradatim.pyrat.players.planner import Planner
from gradatim.pyrat.players.scripted import Scripted, density, greedy, random_walk
from gradatim.pyrat.search.one_sided_player import OneSidedSearchPlayer
from gradatim.pyrat.search.player import open_search
from gradatim.pyrat.solver.player import ExactPlayer


def _planning(name: str, n_second: int) -> Callable[[int], Player]:
    return lambda seed: Planner(name, n_second=n_second, seed=seed)


def _champion(name: str) -> Callable[[int], Player]:
    # The seed decides how it leaves a twin (see `players.twins`).
    plays_out = name == "champion"
    return lambda seed: players.NetworkPlayer(
        players.champion_network(name), name, seed, plays_out=plays_out
    )


def _search(seed: int) -> Player:
    return open_search("search")(seed)


def _one_sided_search(seed: int) -> Player:
    return OneSidedSearchPlayer(network=players.champion_network("champion-1"), seed=seed)


def _scripted(name: str, kernel: Callable, *arguments: int) -> Callable[[int], Player]:
    return lambda seed: Scripted(name, kernel, *arguments, seed=seed)


PLAYERS: dict[str, Callable[[int], Player]] = {
    # Any open passage, all equally likely.
    "random": _scripted("random", random_walk),
    # The nearest cheese by travel time, chosen anew every turn; ties at random.
    "greedy": _scripted("greedy", greedy, TIE_RANDOM),
    # The same; of equally near cheese the first in the game's list, north before east and so on.
    "greedy-first": _scripted("greedy-first", greedy, TIE_FIRST),
    # The opponent of the older labs: the first of the nearest, sideways before up and down.
    "manhattan": _scripted("manhattan", greedy, TIE_SIDEWAYS),
    # Near cheese with much cheese around it: sum of 1 / (1 + time between), by time squared.
    "density": _scripted("density", density),
    # Simulates each of the 14 nearest cheeses, then both greedy to the end; takes the best.
    "planner": _planning("planner", 0),
    # The same with pairs: each of them, then each of the 7 nearest to it.
    "planner-2": _planning("planner-2", 7),
    # The network that ships with the package: chooses a cheese, without search but for goals that
    # it rates nearly alike, which it plays out while the opponent may be greedy.
    "champion": _champion("champion"),
    # The one before, by imitation of the planner.
    "champion-1": _champion("champion-1"),
    # Monte-Carlo tree search over the goals of both, which answer each other: 300 rollouts per
    # turn, guided by the champion's policy and a model of the opponent.
    "search": _search,
    # An optimal strategy of a board small enough to be solved: against it, at most the value.
    "exact": ExactPlayer,
    # The search of version 1, over its own goals only: 200 rollouts per decision.
    "search-1": _one_sided_search,
}


def player(name: str, seed: int = 0) -> Player:
    """A scripted player by name.

    Args:
        name: a key of `PLAYERS`.
        seed: decides its random choices.

    Raises:
        UserError: unknown name.
    """
    if name not in PLAYERS:
        raise UserError(f"unknown player {name!r}: {nearest(name, PLAYERS)}")
    return PLAYERS[name](seed)
