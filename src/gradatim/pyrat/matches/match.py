"""Matches: who is better, how sure is that, and at what cost.

A match plays every maze twice, with sides swapped. Game k of it is the official game of one seed
(`official_game`), far from the seeds that training uses: mazes, starts and cheese are unseen.
The two games of a maze can be nearly copies, so intervals are over mazes and not over games.
Official games have no limit of turns; here a game is cut off after `Preset.usual_turn_cap`, unless
the preset says otherwise, and goes to the one who leads.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from typing_extensions import TypedDict

from gradatim.errors import UserError
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.official import official_cheese, official_starts
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.matches.player_specs import Contestant, timed_actions
from gradatim.spelling import given
from gradatim.stats import Interval, fraction_of_sums
from gradatim.typed import read_json, validated
from gradatim.validation import check_seed

UNSEEN_SEED = 2**40  # first maze seed of matches; training starts at 0
SEEDS_OF_A_MATCH = 2**20
MAZES_AT_ONCE = 64
# The results of the two games of a maze in points, 1 for a win, and how often the first won, drew
# and lost: a game of either side counts alike, so there are six kinds of mazes.
PAIRS = ((1, 1), (1, 0.5), (1, 0), (0.5, 0.5), (0.5, 0), (0, 0))
RESULTS = {"win": 1.0, "draw": 0.5, "loss": 0.0}


@dataclass(frozen=True)
class Tally:
    """The sums over the games of a match; pairs are (first player, second player)."""

    games: int = 0
    wins: int = 0  # of the first
    draws: int = 0
    losses: int = 0
    capped: int = 0  # games cut off by the turn cap
    turns: int = 0
    score: tuple[float, float] = (0.0, 0.0)
    moves: tuple[int, int] = (0, 0)  # turns on which a player could choose
    seconds: tuple[float, float] = (0.0, 0.0)  # CPU time
    misses: tuple[int, int] = (0, 0)  # turns without an answer in time
    errors: tuple[int, int] = (0, 0)  # crashes and wrong returns
    pairs: tuple[int, ...] = (0,) * len(PAIRS)  # mazes of each kind of `PAIRS`

    def __add__(self, other: "Tally") -> "Tally":
        sums: dict[str, Any] = {}
        for field in fields(self):
            a, b = getattr(self, field.name), getattr(other, field.name)
            many = isinstance(a, tuple)
            sums[field.name] = tuple(x + y for x, y in zip(a, b, strict=True)) if many else a + b
        return Tally(**sums)

    def swapped(self) -> "Tally":
        """The same games seen from the second player."""
        pairs: dict[str, Any] = {
            name: value[::-1] for name, value in asdict(self).items() if isinstance(value, tuple)
        }
        ww, wd, wl, dd, dl, ll = self.pairs
        pairs["pairs"] = (ll, dl, wl, dd, wd, ww)
        return replace(self, wins=self.losses, losses=self.wins, **pairs)

    def rate(self, what: str) -> Interval:
        """The fraction of "win", "draw" or "loss", or "score", with its interval over mazes."""
        squares, value = self.spread(what)
        mazes = sum(self.pairs)
        return fraction_of_sums(2 * mazes * value, 2 * mazes, squares, mazes)

    def spread(self, what: str) -> tuple[float, float]:
        """The squared deviations of the mazes' sums, added up; and the fraction itself."""

        def points(result: float) -> float:
            return result if what == "score" else float(result == RESULTS[what])

        got = np.array([points(one) + points(other) for one, other in PAIRS])
        mazes = np.array(self.pairs)
        mean = float(mazes @ got) / max(int(mazes.sum()), 1)  # of the two games of a maze
        return float(mazes @ (got - mean) ** 2), mean / 2

    def report(self) -> dict[str, Any]:
        """Figures for people: fractions with their 95 % interval, means per game and per move."""
        n = max(self.games, 1)
        return {
            "games": self.games,
            "wins": self.wins,
            "draws": self.draws,
            "losses": self.losses,
            **{f"{name}_rate": self.rate(name)._asdict() for name in (*RESULTS, "score")},
            "mean_score": [s / n for s in self.score],
            "mean_turns": self.turns / n,
            "capped": self.capped,
            "cpu_ms_per_move": [
                1000 * s / max(m, 1) for s, m in zip(self.seconds, self.moves, strict=True)
            ],
            "misses": list(self.misses),
            "errors": list(self.errors),
        }


class SavedMatches(TypedDict):
    """What a tournament or a ladder writes into its file."""

    plan: dict[str, Any]
    matches: list[Tally]


def read_matches(file: Path, what: str, plan: dict[str, Any], n: int) -> list[Tally]:
    """The matches of a tournament or a ladder that is to be continued.

    Args:
        file: where it was saved.
        what: what it should hold, with its article.
        plan: that the saved one must have.
        n: number of matches of that plan.

    Raises:
        UserError: another plan, or a file that holds something else.
    """
    remedy = "choose another file, or delete this one."
    holds = f"{file}, which should hold {what},"
    saved = validated(SavedMatches, read_json(file, remedy), holds, remedy, strict=False)
    different = [key for key, value in plan.items() if saved["plan"].get(key) != value]
    if different:
        raise UserError(
            f"{file} holds {what} with another value of {', '.join(different)}: {remedy}"
        )
    if len(saved["matches"]) != n:
        raise UserError(f"{holds} has {len(saved['matches'])} matches, not {n}: {remedy}")
    return saved["matches"]


def check_match(preset: Preset, n_games: int, seed: int, option: str = "n_games") -> Preset:
    """The preset with the turn cap of matches, if the games can be played.

    Raises:
        UserError: an odd number of games, a seed out of range.
    """
    if n_games < 2 or n_games % 2 or n_games > 2 * SEEDS_OF_A_MATCH:
        raise UserError(
            f"{given(option, n_games)}: give an even number of games from 2 to "
            f"{2 * SEEDS_OF_A_MATCH:,}, since every maze is played twice, with sides swapped."
        )
    check_seed(seed)
    return preset.capped()


def match(
    first: Contestant,
    second: Contestant,
    preset: Preset,
    n_games: int = 100,
    seed: int = 0,
    *,
    done: Tally | None = None,
) -> Iterator[Tally]:
    """Play a match and yield the tally so far after every few games.

    Args:
        first, second: who plays.
        preset: without a turn cap it gets the usual one.
        n_games: even; half of them with sides swapped.
        seed: decides mazes, starts, cheese and the random choices of players.
        done: a tally that this function has yielded, to continue a match from it.

    Raises:
        UserError: an odd number of games, a seed out of range, cheese that does not fit.
    """
    preset = check_match(preset, n_games, seed)
    tally = done or Tally()
    # A player from a file sees one game at a time; all others play a batch as fast as one game.
    step = 1 if first.alone or second.alone else MAZES_AT_ONCE
    while tally.games < n_games:
        start = tally.games // 2
        n = min(step, n_games // 2 - start)
        pool, place = official_games(preset, n, UNSEEN_SEED + seed * SEEDS_OF_A_MATCH + start)
        results = np.zeros((2, n))
        for swap in (False, True):
            games = Games(pool, n, auto_reset=False)
            games.place(*place)
            # Seeds of the players by the place in the match: a continued match plays the same.
            seeds = np.random.SeedSequence([seed, start, swap]).generate_state(2).tolist()
            players = [first.make(seeds[0]), second.make(seeds[1])]
            played = _play(games, players[::-1] if swap else players)
            tally = tally + (played.swapped() if swap else played)
            lead = games.state.score[:, 0] - games.state.score[:, 1]
            results[int(swap)] = (np.sign(-lead if swap else lead) + 1) / 2
        high, low = results.max(axis=0), results.min(axis=0)
        kinds = tuple(int(((high == a) & (low == b)).sum()) for a, b in PAIRS)
        tally = tally + Tally(pairs=kinds)
        yield tally


def official_games(preset: Preset, n: int, seed: int):
    """The official games of n seeds: a pool, and what `Games.place` needs."""
    pool = MazePool.build(preset, n, seed)
    starts, cheese = [], []
    for k in range(n):
        maze = pool.maze(k)
        starts.append(official_starts(preset, maze, seed + k))
        cheese.append(official_cheese(preset, maze, starts[-1], seed + k))
    return pool, (np.arange(n), np.array(starts), np.array(cheese))


def _play(games: Games, players: list) -> Tally:
    """Play all games to their end; the tally as the player on side 0 sees it."""
    state, n = games.state, games.n
    moves, seconds = [0, 0], [0.0, 0.0]
    before = [(getattr(p, "misses", 0), getattr(p, "errors", 0)) for p in players]
    going = ~(state.over | state.capped)
    while going.any():
        actions = np.empty((n, 2), np.int8)
        for side, player in enumerate(players):
            actions[:, side], spent = timed_actions(player, games, side)
            seconds[side] += spent
            moves[side] += int((going & (state.mud_left[:, side] == 0)).sum())
        games.step(actions)
        going = ~(state.over | state.capped)
    lead = state.score[:, 0] - state.score[:, 1]
    return Tally(
        games=n,
        wins=int((lead > 0).sum()),
        draws=int((lead == 0).sum()),
        losses=int((lead < 0).sum()),
        capped=int(state.capped.sum()),
        turns=int(state.turn.sum()),
        score=(float(state.score[:, 0].sum()), float(state.score[:, 1].sum())),
        moves=(moves[0], moves[1]),
        seconds=(seconds[0], seconds[1]),
        misses=_since(players, "misses", [b[0] for b in before]),
        errors=_since(players, "errors", [b[1] for b in before]),
    )


def _since(players: list, name: str, before: list[int]) -> tuple[int, int]:
    now = [getattr(player, name, 0) for player in players]
    return now[0] - before[0], now[1] - before[1]
