"""A round robin: every player meets every other; points, ratings, CPU time; it can be resumed.

The state is one JSON file, written after every few games: the same command continues from it.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from gradatim.errors import UserError
from gradatim.files import write_json
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.matches.elo import order, ratings
from gradatim.pyrat.matches.match import Tally, check_match, match, read_matches
from gradatim.pyrat.matches.player_specs import Contestant

OnGames = Callable[[str, str, Tally], None]


class Tournament:
    """The plan and the results so far of a round robin.

    Args:
        names: of the players, at least two, all different.
        preset: the games.
        n_games: per pair, even.
        seed: the same mazes for every pair.
        file: where the state is saved; None: in memory only.

    Raises:
        UserError: too few players, the same player twice, or a file of another tournament.
    """

    def __init__(
        self,
        names: list[str],
        preset: Preset,
        n_games: int = 100,
        *,
        seed: int = 0,
        file: Path | None = None,
    ):
        if len(names) < 2:
            raise UserError(f"a tournament needs at least 2 players, not {len(names)}.")
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            raise UserError(f"the player {twice[0]!r} is in the tournament twice.")
        self.names, self.n_games, self.seed, self.file = names, n_games, seed, file
        self.preset = check_match(preset, n_games, seed)
        self.pairs = list(combinations(range(len(names)), 2))
        self.tallies = dict.fromkeys(self.pairs, Tally())
        if file is not None and file.exists():
            saved = read_matches(file, "a tournament", self.plan, len(self.pairs))
            self.tallies = dict(zip(self.pairs, saved, strict=True))

    @property
    def plan(self) -> dict[str, Any]:
        """What must be equal for a tournament to be continued, as JSON reads it back."""
        plan = {
            "players": self.names,
            "preset": asdict(self.preset),
            "games": self.n_games,
            "seed": self.seed,
        }
        return json.loads(json.dumps(plan))  # pairs become lists, as in a file

    def save(self) -> None:
        """Write the state, at once or not at all."""
        if self.file is None:
            return
        state = {"plan": self.plan, "matches": [asdict(self.tallies[p]) for p in self.pairs]}
        write_json(self.file, state)

    @property
    def games_played(self) -> int:
        """Of all matches together."""
        return sum(tally.games for tally in self.tallies.values())

    @property
    def games_planned(self) -> int:
        """Of all matches together."""
        return self.n_games * len(self.pairs)

    def play(self, players: list[Contestant], on_games: OnGames | None = None) -> None:
        """Play what is left.

        Args:
            players: one for each name.
            on_games: called after every few games with two names and their match so far.
        """
        for i, j in self.pairs:
            left = match(
                players[i],
                players[j],
                self.preset,
                self.n_games,
                self.seed,
                done=self.tallies[i, j],
            )
            for tally in left:
                self.tallies[i, j] = tally
                self.save()
                if on_games is not None:
                    on_games(self.names[i], self.names[j], tally)

    def standings(self) -> list[dict[str, Any]]:
        """One row per player, the winner first: most points, and of equals the least CPU time."""
        P = len(self.names)
        points = np.zeros((P, P))
        totals = [Tally()] * P
        for (i, j), tally in self.tallies.items():
            points[i, j] = tally.wins + tally.draws / 2
            points[j, i] = tally.losses + tally.draws / 2
            totals[i] = totals[i] + tally
            totals[j] = totals[j] + tally.swapped()
        rated = ratings(points, design_effect(list(self.tallies.values())))
        rows: list[dict[str, Any]] = [
            {
                "player": self.names[i],
                "points": float(points[i].sum()),
                "games": totals[i].games,
                "wins": totals[i].wins,
                "draws": totals[i].draws,
                "losses": totals[i].losses,
                "score_rate": totals[i].rate("score")._asdict(),
                "rating": rated[i]._asdict(),
                "cpu_seconds": totals[i].seconds[0],
                "cpu_ms_per_move": 1000 * totals[i].seconds[0] / max(totals[i].moves[0], 1),
                "misses": totals[i].misses[0],
                "errors": totals[i].errors[0],
                "capped": totals[i].capped,
            }
            for i in range(P)
        ]
        ranking = order([r["points"] for r in rows], [r["cpu_seconds"] for r in rows])
        return [{"rank": rank, **rows[i]} for rank, i in enumerate(ranking, start=1)]

    def crosstable(self) -> list[list[float | None]]:
        """Fraction of the points that the player of a row took from that of a column."""
        table: list[list[float | None]] = [[None] * len(self.names) for _ in self.names]
        for (i, j), tally in self.tallies.items():
            if tally.games:
                table[i][j] = (tally.wins + tally.draws / 2) / tally.games
                table[j][i] = (tally.losses + tally.draws / 2) / tally.games
        return table


def design_effect(tallies: list[Tally]) -> float:
    """How much wider than that of independent games without draws the spread of a score is.

    The variance between mazes by that of a coin, over all matches (the design effect of sampling in
    clusters; Kish 1965): 2 where the two games of a maze always end alike, below 1 with draws.
    """
    seen = expected = 0.0
    for tally in tallies:
        mazes = sum(tally.pairs)
        if mazes > 1:
            squares, value = tally.spread("score")
            seen += squares * mazes / (mazes - 1)
            expected += tally.games * value * (1 - value)
    return seen / expected if expected > 0 else 1.0
