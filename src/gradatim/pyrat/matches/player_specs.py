"""Who can play a match: a scripted player's name, a run folder, or a file with a player.

with open_contestant("greedy") as greedy, open_contestant("mine.py") as mine:
    for tally in match(greedy, mine, preset("walls"), 100): ...
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gradatim.errors import UserError, nearest
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.matches.external_player import TURN_TIME, ExternalPlayer
from gradatim.pyrat.players.base import Player
from gradatim.pyrat.registry import PLAYERS
from gradatim.pyrat.search.player import open_search
from gradatim.spelling import given

STUDENT = "alpha-beta"  # a player in plain Python that ships as an example
STUDENT_FILE = Path(__file__).with_name("alpha_beta.py")
MakePlayer = Callable[[int], Player]  # from a seed; the player plays one side of one batch


@dataclass(frozen=True)
class Contestant:
    """A player of matches, with what is loaded once: weights, or a process."""

    name: str
    make: MakePlayer
    alone: bool = False  # plays one game at a time
    external: ExternalPlayer | None = None


@contextlib.contextmanager
def open_contestant(
    spec: str,
    open_run: Callable[[Path], MakePlayer] | None = None,
    *,
    turn_time: float | None = None,
) -> Iterator[Contestant]:
    """Open a player by what a user writes, and close it at the end.

    Args:
        spec: a key of `PLAYERS`, alpha-beta, a run folder, search:RUN, search@SECONDS, FILE.py or
            FILE.py:CLASS.
        open_run: opens a run folder and returns what makes its player (networks live above).
        turn_time: seconds of wall time that a player from a file has per turn, 0.01 to 60; the
            official time by default, of which a machine that does other work needs more.

    Raises:
        UserError: none of these, or a file or folder that cannot be opened.
    """
    turn_time = TURN_TIME if turn_time is None else turn_time
    if not 0.01 <= turn_time <= 60:
        raise UserError(f"{given('turn_time', turn_time)}: give 0.01 to 60 seconds.")
    file, _, class_name = spec.partition(".py:")
    if spec in PLAYERS:
        yield Contestant(spec, PLAYERS[spec])
    elif spec.startswith(("search:", "search@")):
        yield Contestant(spec, open_search(spec, open_run))
    elif spec.endswith(".py") or class_name or spec == STUDENT:
        path = Path(f"{file}.py" if class_name else spec)
        path = STUDENT_FILE if spec == STUDENT else path
        with ExternalPlayer(path, class_name or None, turn_time=turn_time) as player:
            yield Contestant(spec, lambda seed: player, alone=True, external=player)
    elif Path(spec).is_dir() and open_run is not None:
        yield Contestant(spec, open_run(Path(spec)))
    else:
        raise _unknown(spec)


def check_player(spec: str) -> None:
    """Refuse what names no player, before anything long begins.

    Raises:
        UserError: as of `open_contestant`, where the name alone shows it.
    """
    is_file = spec.partition(":")[0].endswith(".py")
    if not (
        spec in PLAYERS or spec.startswith(("search:", "search@")) or is_file or spec == STUDENT
    ):
        raise _unknown(spec)


def _unknown(spec: str) -> UserError:
    return UserError(
        f"unknown player {spec!r}: {nearest(spec, [*PLAYERS, STUDENT])} A player may also be a run "
        "folder or a file FILE.py with an official Player class."
    )


def timed_actions(player: Player, games: Games, side: int) -> tuple[np.ndarray, float]:
    """A player's actions (N,) and the CPU seconds that they took."""
    if isinstance(player, ExternalPlayer):
        before = player.cpu_seconds
        actions = player(games, side)
        return actions, player.cpu_seconds - before
    began = time.process_time()
    actions = player(games, side)
    return actions, time.process_time() - began
