"""The matches that measure a network while it learns: a fixed ladder of opponents, unseen mazes.

A reward says how learning goes, and not how well the network plays; matches do.
"""

from typing import TYPE_CHECKING, Any

from gradatim.stats import fraction

if TYPE_CHECKING:  # the game's compiler takes half a second to import: only those who play wait
    from gradatim.pyrat.matches.player_specs import MakePlayer

# Who is met in the matches of a run: from whom everybody beats to whom hardly anybody does.
LADDER = ("random", "greedy", "planner")
OBSERVED_SEED, FINAL_SEED = 1, 0  # of the matches during a run, and of those at its end


def play_ladder(
    make: "MakePlayer", pairs: list[tuple[str, str]], n_games: int, *, final: bool
) -> dict[str, float]:
    """Play matches on unseen mazes, sides swapped.

    Args:
        make: a player from a seed, as of `gradatim.pyrat.matches.player_specs`.
        pairs: (setting, opponent) of each match.
        n_games: even, for each pair.
        final: the last matches of a run: other mazes than during it.

    Returns:
        for each "SETTING/OPPONENT" the shares `wins` and `score`, both with Wilson's 95 % interval,
        and `capped`; and as `loss` the mean share of points lost.
    """
    from gradatim.pyrat.matches.match import match
    from gradatim.pyrat.matches.player_specs import Contestant, open_contestant
    from gradatim.recipes.pyrat.planner_dataset import find_preset

    found: dict[str, float] = {}
    network, lost = Contestant("network", make), 0.0
    for name, opponent in pairs:
        with open_contestant(opponent) as other:
            seed = FINAL_SEED if final else OBSERVED_SEED
            *_, tally = match(network, other, find_preset(name), n_games, seed)
        key = f"{name}/{opponent}"
        score = fraction(tally.wins + tally.draws / 2, tally.games)
        wins = fraction(tally.wins, tally.games)
        found |= {
            f"{key} score": score.value,
            f"{key} low": score.low,
            f"{key} high": score.high,
            f"{key} wins": wins.value,
            f"{key} wins low": wins.low,
            f"{key} wins high": wins.high,
            f"{key} capped": tally.capped / tally.games,
        }
        lost += (1 - score.value) / len(pairs)
    return {**found, "loss": lost}


def climb(make: "MakePlayer", recipe: Any, *, final: bool) -> dict[str, float]:
    """Play a recipe's ladder, with its `judged` (settings), `ladder`, `games`, `final_games`."""
    pairs = [(name, rung) for name in recipe.judged for rung in recipe.ladder]
    return play_ladder(make, pairs, recipe.final_games if final else recipe.games, final=final)
