"""Two learners of a small open board: by its own games, or by the moves of a teacher.

Shapes: B batch, N games, C cells.
"""

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.data.info import BoardInfo
from gradatim.pyrat import Games, MazePool, player, preset
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.players.q_player import BoardObservation, QNetwork, observe_board, q_values
from gradatim.recipes.pyrat.dqn import DoubleDQN, DQNConfig, ReplayCollector
from gradatim.recipes.pyrat.evaluation import MatchConfig
from gradatim.training.task import Task

N_GAMES = 64  # that are played side by side
BATCH = 128
HIDDEN = (128,)
TEACHER = "greedy"  # whose moves are imitated


def small_board(side: int) -> Preset:
    """An open square board with as many pieces of cheese as it has rows, and a limit of turns."""
    return preset(
        "lab",
        width=side,
        height=side,
        cells=100,
        walls=0,
        mud=0,
        cheese=side,
        starts="corners",
        turn_cap=4 * side,
    )


def q_learner(board: Preset, opponent: str, gamma: float, seed: int) -> DoubleDQN:
    """The learner of `pyrat-dqn`, in a small size.

    Args:
        board: an open one.
        opponent: name of a player.
        gamma: discount factor per turn, above 0, up to 1.
        seed: of games, exploration and symmetries.
    """
    config = DQNConfig(
        n_envs=N_GAMES,
        buffer_size=8000,
        learning_starts=512,
        gamma=gamma,
        n_steps=2,
        epsilon=0.1,
        epsilon_decay_turns=150,
        tau=0.02,
    )
    model = QNetwork(board.width, board.height, HIDDEN)
    batches = ReplayCollector(model, config, board, opponent, BATCH, seed)
    sizes = {"width": board.width, "height": board.height}
    info = BoardInfo(network="q-network", sizes=sizes)
    return DoubleDQN(model, batches, MatchConfig(), info, seed + 1)


class TeacherGames:
    """Boards that come up while two teachers play, and the teacher's move on each.

    Args:
        board: an open one.
        opponent: name of the player on the other side.
        seed: of the games.
    """

    steps_per_epoch = 1000  # games never end; how often a loop would report

    def __init__(self, board: Preset, opponent: str, seed: int) -> None:
        self.games = Games(MazePool.build(board, 1), N_GAMES, seed=seed)
        self.teacher, self.opponent = player(TEACHER, seed), player(opponent, seed + 1)

    def __next__(self) -> tuple[BoardObservation, Tensor]:
        """Play one turn of every game: boards, and the teacher's moves, (N,) of 0 to 3."""
        boards = observe_board(self.games, 0)
        moves = self.teacher(self.games, 0)
        self.games.step(np.stack([moves, self.opponent(self.games, 1)], axis=1))
        return boards, torch.from_numpy(moves.astype(np.int64) - 1).clamp(min=0)


class MoveImitation(Task):
    """Classify boards by the move that the teacher makes there."""

    model: QNetwork

    def __init__(self, board: Preset, opponent: str, seed: int) -> None:
        """Build the network and begin the games of the teacher."""
        self.model = QNetwork(board.width, board.height, HIDDEN)
        self.batches: Any = TeacherGames(board, opponent, seed)

    def loss(self, batch: tuple[BoardObservation, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy between the network's four numbers and the teacher's move."""
        boards, moves = batch
        return F.cross_entropy(q_values(self.model, boards), moves), {}


@torch.no_grad()
def best_moves(model: QNetwork, games: Games, side: int = 0) -> np.ndarray:
    """The move with the largest number in every game, int8 (N,), 1 north to 4 west."""
    return (q_values(model, observe_board(games, side)).argmax(1).numpy() + 1).astype(np.int8)


def points_against(model: QNetwork, board: Preset, opponent: str, n: int, seed: int) -> np.ndarray:
    """Play whole games; a win counts 1, a draw a half, (n,)."""
    games = Games(MazePool.build(board, 1), n, seed=seed, auto_reset=False)
    other = player(opponent, seed)
    while not (games.state.over | games.state.capped).all():
        games.step(np.stack([best_moves(model, games), other(games, 1)], axis=1))
    lead = games.state.score[:, 0] - games.state.score[:, 1]
    return (lead > 0) + 0.5 * (lead == 0)
