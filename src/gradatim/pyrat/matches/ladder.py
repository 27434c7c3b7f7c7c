"""A ladder: any player against a fixed series of opponents on five kinds of boards.

The series has a number: results of one number can be compared, whoever measured them. The state is
one JSON file, written after every few games, and the same command continues from it. A leaderboard
is another, with a row per player, which a class can share.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from typing_extensions import TypedDict

from gradatim.errors import UserError
from gradatim.files import write_json
from gradatim.pyrat.game.presets import PRESETS
from gradatim.pyrat.matches.elo import AVERAGE, ratings
from gradatim.pyrat.matches.match import Tally, check_match, match, read_matches
from gradatim.pyrat.matches.player_specs import Contestant
from gradatim.pyrat.matches.tournament import design_effect
from gradatim.stats import Interval
from gradatim.typed import read_json, validated

SERIES_NUMBER = 4  # raise it when an opponent, a kind of board or the mazes change
SERIES = ("random", "greedy", "density", "planner", "alpha-beta", "champion", "search")
SAME = ("series", "boards", "opponents")  # in all rows of a leaderboard
OnGames = Callable[[str, str, Tally], None]


class Ladder:
    """The plan and the results so far of one player.

    Args:
        player: as a user writes it.
        n_games: per opponent and kind of board, even.
        seed: of mazes, starts, cheese and players.
        boards: kinds of boards, some of `PRESETS`.
        opponents: some of `SERIES`.
        file: where the state is saved; None: in memory only.

    Raises:
        UserError: an unknown board or opponent, or a file of another ladder.
    """

    def __init__(
        self,
        player: str,
        n_games: int = 200,
        *,
        seed: int = 0,
        boards: tuple[str, ...] = tuple(PRESETS),
        opponents: tuple[str, ...] = SERIES,
        file: Path | None = None,
    ):
        for kind, words, known in (
            ("kind of board", boards, tuple(PRESETS)),
            ("opponent", opponents, SERIES),
        ):
            wrong = [word for word in words if word not in known]
            if wrong or not words:
                raise UserError(
                    f"unknown {kind} {', '.join(wrong)!r}: a ladder has {', '.join(known)}."
                )
        self.player, self.n_games, self.seed, self.file = player, n_games, seed, file
        self.boards, self.opponents = boards, opponents
        self.presets = {name: check_match(PRESETS[name], n_games, seed) for name in boards}
        self.tallies = {(b, o): Tally() for b in boards for o in opponents}
        if file is not None and file.exists():
            saved = read_matches(file, "a ladder", self.plan, len(self.tallies))
            self.tallies = dict(zip(self.tallies, saved, strict=True))

    @property
    def plan(self) -> dict[str, Any]:
        """What must be equal for a ladder to be continued."""
        path = Path(self.player.partition(".py:")[0].removesuffix(".py") + ".py")
        code = path.read_bytes() if path.is_file() else self.player.encode()
        return {
            "series": SERIES_NUMBER,
            "player": self.player,
            "code": hashlib.sha256(code).hexdigest()[:16],
            "games": self.n_games,
            "seed": self.seed,
            "boards": list(self.boards),
            "opponents": list(self.opponents),
        }

    def save(self) -> None:
        """Write the state, at once or not at all."""
        if self.file is not None:
            matches = [asdict(tally) for tally in self.tallies.values()]
            write_json(self.file, {"plan": self.plan, "matches": matches})

    @property
    def games_played(self) -> int:
        """Of all matches together."""
        return sum(tally.games for tally in self.tallies.values())

    @property
    def games_planned(self) -> int:
        """Of all matches together."""
        return self.n_games * len(self.tallies)

    def play(
        self,
        player: Contestant,
        opponents: Mapping[str, Contestant],
        on_games: OnGames | None = None,
    ) -> None:
        """Play what is left, the quick opponents first.

        Args:
            player: who climbs.
            opponents: each of the series by name.
            on_games: called after every few games with board, opponent and the match so far.
        """
        for opponent in self.opponents:
            for board in self.boards:
                left = match(
                    player,
                    opponents[opponent],
                    self.presets[board],
                    self.n_games,
                    self.seed,
                    done=self.tallies[board, opponent],
                )
                for tally in left:
                    self.tallies[board, opponent] = tally
                    self.save()
                    if on_games is not None:
                        on_games(board, opponent, tally)

    def against(self, opponent: str) -> Tally:
        """All games against one opponent."""
        return self._sum(o == opponent for _, o in self.tallies)

    def on(self, board: str) -> Tally:
        """All games on one kind of board."""
        return self._sum(b == board for b, _ in self.tallies)

    def _sum(self, which) -> Tally:
        chosen = (t for t, wanted in zip(self.tallies.values(), which, strict=True) if wanted)
        return sum(chosen, Tally())

    def rating(self) -> Interval:
        """Elo points; the mean of the series' opponents is 1000, so it is a distance to them."""
        n = len(self.opponents) + 1
        points = np.zeros((n, n))
        for i, opponent in enumerate(self.opponents, start=1):
            tally = self.against(opponent)
            points[0, i] = tally.wins + tally.draws / 2
            points[i, 0] = tally.losses + tally.draws / 2
        mine = ratings(points, design_effect(list(self.tallies.values())))[0]
        # Ratings average 1000 over all n; here the average of the others is.
        scale = n / (n - 1)
        return Interval(*(AVERAGE + scale * (np.array(mine) - AVERAGE)).tolist())

    def row(self) -> dict[str, Any]:
        """The player's row of a leaderboard."""
        total = sum(self.tallies.values(), Tally())
        return {
            **self.plan,
            "rating": self.rating()._asdict(),
            "score_rate": total.rate("score")._asdict(),
            "score_on": {board: self.on(board).rate("score").value for board in self.boards},
            "score_against": {o: self.against(o).rate("score").value for o in self.opponents},
            "cpu_ms_per_move": 1000 * total.seconds[0] / max(total.moves[0], 1),
            "cpu_seconds": total.seconds[0],
            "misses": total.misses[0],
            "errors": total.errors[0],
            "capped": total.capped,
        }


class Rate(TypedDict):
    """A number with its interval."""

    value: float
    low: float
    high: float


class LeaderboardRow(TypedDict):
    """What a row is compared and ordered by, and what is shown of it."""

    player: str
    series: int
    boards: list[str]
    opponents: list[str]
    rating: Rate
    score_rate: Rate
    cpu_seconds: float
    cpu_ms_per_move: float


class Leaderboard(TypedDict):
    """A file that a class shares."""

    players: list[LeaderboardRow]


def add_to_leaderboard(file: Path, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Put a player's row into a leaderboard, in place of an older one of the same name.

    Returns:
        all rows, the strongest first; of equals the one with the least CPU time.

    Raises:
        UserError: a file that holds no leaderboard, or one of other boards or opponents.
    """
    rows: list[dict[str, Any]] = []
    if file.exists():
        remedy = "choose another file."
        found = read_json(file, remedy)
        validated(Leaderboard, found, f"{file}, which should hold a leaderboard,", remedy)
        rows = found["players"]
        different = [key for key in SAME for other in rows if other[key] != row[key]]
        if different:
            raise UserError(
                f"{file} holds results with another value of {different[0]}, which cannot be "
                f"compared with this one: {remedy}"
            )
    rows = [other for other in rows if other["player"] != row["player"]] + [row]
    rows.sort(key=lambda other: (-other["rating"]["value"], other["cpu_seconds"]))
    write_json(file, {"players": rows})
    return rows
