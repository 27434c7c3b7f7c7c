"""How far is a player from exact play? Games against an exact opponent on boards that are solved.

Every board is played once from each side. In every turn a player loses

    value of the situation - value of its action against the opponent's optimal strategy

points (a win is 1). The sum over a game is, in expectation, what it gets less than the value of the
start, and hardly depends on luck: the chance moves of both players cancel out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradatim.errors import UserError
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.matches.match import (
    SEEDS_OF_A_MATCH,
    UNSEEN_SEED,
    check_match,
    official_games,
)
from gradatim.pyrat.matches.player_specs import Contestant
from gradatim.pyrat.solver.player import ExactPlayer, strategy
from gradatim.pyrat.solver.solution import check_size, solve
from gradatim.spelling import given
from gradatim.stats import Interval, fraction_over_groups, over_seeds

BOARDS_AT_ONCE = 12  # solutions in memory
WIN_TOLERANCE = 1e-3  # a value within this of 1 is a win


@dataclass(frozen=True, eq=False)
class Exactness:
    """What was measured on M boards; the last axis is the side that the player played."""

    values: np.ndarray  # (M, 2) of the start, for the player
    lost: np.ndarray  # (M, 2) points lost to exact play
    results: np.ndarray  # (M, 2) 1 won, 0.5 drawn, 0 lost

    def points_lost(self) -> Interval:
        """In 100 games, with the interval over boards."""
        return over_seeds((100 * self.lost.mean(axis=1)).tolist())

    def held(self, value: float) -> tuple[int, Interval | None]:
        """How many positions had this value (1 or 0.5), and the fraction that got it, or more."""
        start = np.abs(self.values - value) < WIN_TOLERANCE
        n = int(start.sum())
        if n == 0:
            return 0, None
        kept = start & (self.results >= value)
        return n, fraction_over_groups(kept.sum(axis=1), start.sum(axis=1))

    def report(self) -> dict[str, Any]:
        """The three figures as JSON takes them."""
        lost, (n_won, won), (n_drawn, drawn) = self.points_lost(), self.held(1), self.held(0.5)
        return {
            "boards": len(self.values),
            "games": self.values.size,
            "points_lost_per_100_games": lost._asdict(),
            "won_positions": n_won,
            "won_positions_held": won._asdict() if won else None,
            "drawn_positions": n_drawn,
            "drawn_positions_held": drawn._asdict() if drawn else None,
        }


def check_boards(preset: Preset, n_boards: int, seed: int) -> Preset:
    """The preset with the turn cap of matches, if so many boards can be played.

    Raises:
        UserError: a number of boards, or a seed, out of range.
    """
    most = SEEDS_OF_A_MATCH
    if not 2 <= n_boards <= most:
        raise UserError(
            f"{given('n_boards', n_boards)}: give 2 to {most:,}, since an interval needs two."
        )
    return check_match(preset, 2 * n_boards, seed)


def exactness(
    player: Contestant, preset: Preset, n_boards: int = 120, seed: int = 0
) -> Iterator[Exactness]:
    """Measure a player, and yield what is known after every few boards.

    Args:
        player: who is measured.
        preset: small enough to be solved.
        n_boards: at least 2, for an interval.
        seed: of boards and of choices at random.

    Raises:
        UserError: fewer than two boards, or boards too large to be solved.
    """
    preset = check_boards(preset, n_boards, seed)
    parts: list[tuple[np.ndarray, ...]] = []
    step = 1 if player.alone else BOARDS_AT_ONCE
    for start in range(0, n_boards, step):
        n = min(step, n_boards - start)
        pool, place = official_games(preset, n, UNSEEN_SEED + seed * n_boards + start)
        check_size(pool.maze(0), preset.cheese)
        solutions = [solve(pool.maze(k), place[2][k].tolist()) for k in range(n)]
        sides = []
        for side in range(2):
            games = Games(pool, n, auto_reset=False)
            games.place(*place)
            seeds = np.random.SeedSequence([seed, start, side]).generate_state(2).tolist()
            exact = ExactPlayer(seeds[1], solutions)
            sides.append(_play(games, player.make(seeds[0]), exact, side))
        parts.append(tuple(np.stack(pair, axis=1) for pair in zip(*sides, strict=True)))
        yield Exactness(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _play(games: Games, player: Any, exact: ExactPlayer, side: int) -> tuple[np.ndarray, ...]:
    """Play all games; value of the start, points lost and result, each (N,)."""
    state, n = games.state, games.n
    solutions = exact.given or []

    def own(value: float) -> float:
        return value if side == 0 else 1 - value

    now = [solution.situation(games, g) for g, solution in enumerate(solutions)]
    values = np.array([own(s.value(x)) for s, x in zip(solutions, now, strict=True)])
    lost = np.zeros(n)
    while (going := ~(state.over | state.capped)).any():
        actions = np.empty((n, 2), np.int8)
        actions[:, side] = player(games, side)
        actions[:, 1 - side] = exact(games, 1 - side)
        for g in np.flatnonzero(going).tolist():
            decision = solutions[g].decision(solutions[g].situation(games, g))
            payoffs = decision.payoffs if side == 0 else 1 - decision.payoffs.T
            choices = decision.actions[side]  # a step into a wall is not a step: choice 0
            action = int(actions[g, side])
            choice = choices.index(action) if action in choices else 0
            gets = payoffs[choice] @ strategy(decision, 1 - side)
            lost[g] += own(decision.value) - gets
        games.step(actions)
    lead = (state.score[:, 0] - state.score[:, 1]) * (1 if side == 0 else -1)
    results = (np.sign(lead) + 1) / 2
    for g in np.flatnonzero(state.capped).tolist():  # it goes to the leader, whatever it was worth
        last = solutions[g].value(solutions[g].situation(games, g))
        lost[g] += own(last) - results[g]
    return values, lost, results
