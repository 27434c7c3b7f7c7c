"""The matches that measure a network while it learns: fixed opponents, unseen mazes.

A reward tells how learning proceeds, not how well the network plays; matches do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.pyrat.matches.game_svg import game_svg
from gradatim.pyrat.matches.match import check_match, match
from gradatim.pyrat.matches.player_specs import (
    Contestant,
    MakePlayer,
    check_player,
    open_contestant,
)
from gradatim.pyrat.matches.recording import record
from gradatim.recipes.pyrat.games import check_presets, find_preset
from gradatim.spelling import given
from gradatim.validation import require_sizes

# From the opponent that every network beats to the one that hardly any does.
OPPONENTS = ("random", "greedy", "planner")
DURING_SEED, FINAL_SEED = 1, 0  # of the matches during a run, and of those at its end
SAMPLED_SEED = 2**41  # of the game that is drawn while it trains


@dataclass(frozen=True, kw_only=True)
class MatchConfig:
    """How a network is evaluated: by matches on unseen mazes, with sides swapped."""

    eval_presets: Annotated[tuple[str, ...], Help("kinds of games of the matches")] = (
        "default",
        "course",
        "walls",
    )
    eval_opponents: Annotated[tuple[str, ...], Help("players that the matches are against")] = (
        OPPONENTS
    )
    eval_games: Annotated[
        int, Help("games of each match during the run, an even number of at least 2")
    ] = 100
    final_eval_games: Annotated[
        int, Help("games of each match at the end, an even number of at least 2")
    ] = 400

    def __post_init__(self) -> None:
        check_presets(self.eval_presets, "eval_presets")
        if not self.eval_opponents:
            raise UserError(
                f"{given('eval_opponents', ())}: give at least one, such as {', '.join(OPPONENTS)}."
            )
        for opponent in self.eval_opponents:
            check_player(opponent)
        for name in ("eval_games", "final_eval_games"):
            require_sizes(self, name)
            check_match(find_preset(self.eval_presets[0]), getattr(self, name), FINAL_SEED, name)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """(preset, opponent) of each match."""
        return [(name, other) for name in self.eval_presets for other in self.eval_opponents]

    def play(self, make: MakePlayer, *, final: bool) -> dict[str, float]:
        """Play all matches, see `play_matches`."""
        n = self.final_eval_games if final else self.eval_games
        return play_matches(make, self.pairs, n, final=final)

    def sample(self, make: MakePlayer) -> dict[str, bytes]:
        """Play one game on an unseen maze against the first opponent, to be looked at."""
        # Always the same game: who watches sees the network change, not the maze.
        name, opponent = self.pairs[0]
        with open_contestant(opponent) as other:
            game = record(Contestant("network", make), other, find_preset(name), SAMPLED_SEED)
        played = game.replay()
        own, others = played.score[-1].tolist()
        said = f"network {own:g}, {opponent} {others:g}, after {len(game.actions)} turns"
        return {"svg": game_svg(game.maze, played, said).encode(), "txt": said.encode()}


def play_matches(
    make: MakePlayer, pairs: Sequence[tuple[str, str]], n_games: int, *, final: bool
) -> dict[str, float]:
    """Play matches on unseen mazes, sides swapped.

    Args:
        make: a player from a seed, as of `gradatim.pyrat.matches.player_specs`.
        pairs: (preset, opponent) of each match.
        n_games: even, for each pair.
        final: the last matches of a run: other mazes than during it.

    Returns:
        for each "PRESET/OPPONENT" the fractions `wins` and `score`, both with their 95 %
        interval over mazes, and `capped`; and as `loss` the mean fraction of points lost.
    """
    found: dict[str, float] = {}
    network, lost = Contestant("network", make), 0.0
    for name, opponent in pairs:
        with open_contestant(opponent) as other:
            # Who chooses by the matches during a run must not meet their mazes at its end.
            seed = FINAL_SEED if final else DURING_SEED
            *_, tally = match(network, other, find_preset(name), n_games, seed)
        key = f"{name}/{opponent}"
        score, wins = tally.rate("score"), tally.rate("win")
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
