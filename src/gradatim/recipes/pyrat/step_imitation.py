"""`pyrat-imitation-planes`, `pyrat-imitation-flat`: networks that see the board learn its steps.

The same ladder as in the lecture, on a game: an MLP on the lab's canvas, a convolutional network on
the board as an image (and the Transformer on cheeses, see `pyrat_imitation`). The teacher is the
same planner; a step is worth what the best goal is worth to which it is the first step.

    gradatim train pyrat-ppo --from RUN --settings lab --judged lab     # goes on by playing

Shapes: B batch, N games of a table, K slots of cheese, A = 4 steps.
"""

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.info import BoardInfo
from gradatim.models.pyrat.convnet import BoardConvNetConfig
from gradatim.models.pyrat.mlp import N_STEPS, BoardMLPConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.pyrat.evaluation import LADDER, climb
from gradatim.recipes.pyrat.networks import build_network
from gradatim.recipes.pyrat.open_policy import network_player
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig

if TYPE_CHECKING:
    from gradatim.pyrat.game.engine import Games

BATCHES_READY = 12  # that wait, mixed, so that neighbours come from different tables


class StepLesson(NamedTuple):
    """A batch: what is seen, and what every step is worth."""

    seen: tuple[Tensor, ...]  # an observation, (B, ...) each
    worth: Tensor  # (B, 4) lead at the end of the imagined game, -inf for useless steps


def worth_of_steps(games: "Games", side: int, rows: np.ndarray, worth: np.ndarray) -> np.ndarray:
    """What every step is worth, (B, 4) float32: the best goal to which it is the first step.

    Args:
        rows: (B,) which games; none in which the player is in mud.
        worth: (N, K) of every goal, as of `plan_values`.
    """
    state = games.state
    cells = state.position[rows, side]
    moves = games.pool.mazes.first_moves[
        state.maze[rows, None], cells[:, None], state.slots[rows]
    ].astype(np.int64)  # (B, K), bits
    lowest = moves & -moves  # the planner takes the first of several shortest paths
    steps = [np.where(lowest == 1 << a, worth[rows], -np.inf).max(1) for a in range(N_STEPS)]
    return np.stack(steps, axis=1).astype(np.float32)


class StepLessons:
    """An endless stream of lessons; see `gradatim.training.task.Batches`."""

    def __init__(self, model: nn.Module, recipe: "PyRatSteps"):
        from gradatim.pyrat.game.maze_pool import MazePool
        from gradatim.pyrat.players.policy_adapters import ADAPTERS
        from gradatim.recipes.pyrat.planner_dataset import OPPONENTS, Table, find_preset

        self.recipe = recipe
        self.batch_size, self.steps_per_epoch = recipe.train.batch_size, 100
        self.tables: list[Table] = []
        for i, name in enumerate(recipe.settings):
            pool = MazePool.build(find_preset(name), recipe.mazes, seed=recipe.train.seed * 100_000)
            for opponent in OPPONENTS:
                j = len(self.tables)
                n, seed = 2 * recipe.train.batch_size, recipe.train.seed + 100 * j
                self.tables.append(Table(pool, opponent, (i + j) % 2, n, recipe.stray, seed))
        self.adapters = [ADAPTERS[type(model)](table.games, table.side) for table in self.tables]
        self.random = np.random.default_rng([recipe.train.seed, 4])
        self.ready: list[StepLesson] = []
        self.at = 0  # whose turn it is

    def _play(self) -> None:
        """Let a table play on, and write down what the planner thinks of every step."""
        from gradatim.pyrat.players.planner import plan_values
        from gradatim.recipes.pyrat.planner_dataset import TURNS_BETWEEN

        table, adapter = self.tables[self.at], self.adapters[self.at]
        self.at = (self.at + 1) % len(self.tables)
        games, side = table.games, table.side
        for _ in range(TURNS_BETWEEN):
            table._step(table.explorer(games, side), table.opponent(games, 1 - side))
        values = plan_values(games, side, n_second=self.recipe.second_goals)
        rows = self.random.permutation(adapter.due())
        worth = torch.from_numpy(worth_of_steps(games, side, rows, values))
        seen, B = adapter.observe(rows), self.batch_size
        for start in range(0, len(rows) - B + 1, B):
            part = slice(start, start + B)
            self.ready.append(StepLesson(tuple(s[part] for s in seen), worth[part]))

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> StepLesson:
        while len(self.ready) < BATCHES_READY:
            self._play()
        return self.ready.pop(int(self.random.integers(len(self.ready))))

    def state_dict(self) -> dict[str, Any]:
        return {
            "tables": [table.state_dict() for table in self.tables],
            "random": self.random.bit_generator.state,
            "ready": [tuple(lesson) for lesson in self.ready],
            "at": self.at,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        for table, kept in zip(self.tables, state["tables"], strict=True):
            table.load_state_dict(kept)
        self.random.bit_generator.state = state["random"]
        self.ready = [StepLesson(*lesson) for lesson in state["ready"]]
        self.at = state["at"]


class StepImitation(Task):
    """Learn what the planner thinks of every step."""

    def __init__(
        self, model: nn.Module, batches: StepLessons, recipe: "PyRatSteps", info: BoardInfo
    ):
        self.model, self.batches, self.recipe, self.info = model, batches, recipe, info

    def loss(self, batch: StepLesson) -> tuple[Tensor, dict[str, Tensor]]:
        """How far the policy is from the planner's, plus the error of the value."""
        from gradatim.pyrat.players.policy_adapters import ADAPTERS

        device = next(self.model.parameters()).device
        seen, worth = tuple(part.to(device) for part in batch.seen), batch.worth.to(device)
        policy, value = ADAPTERS[type(self.model)].evaluate(self.model, seen)
        wanted = (worth / self.recipe.temperature).softmax(1)  # (B, 4)
        divergence = F.kl_div(policy.log_softmax(1), wanted, reduction="batchmean")
        error = F.smooth_l1_loss(value, worth.amax(1))
        chosen = policy.detach().argmax(1)
        agrees = (worth.gather(1, chosen[:, None])[:, 0] >= worth.amax(1)).float().mean()
        loss = divergence + self.recipe.value_weight * error
        return loss, {"agrees": agrees, "divergence": divergence.detach(), "value": error.detach()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Play the ladder on unseen mazes; the loss is the share of points lost, over all."""
        return climb(lambda seed: network_player(self.model), self.recipe, final=final)


@dataclass(frozen=True, kw_only=True)
class PyRatSteps(Recipe):
    """Supervised learning of steps from the planner, on boards of one size."""

    info_type = BoardInfo

    network: str = field(default="board-convnet", metadata={"option": False})
    settings: tuple[str, ...] = ("default",)  # boards to learn on, all of one size
    temperature: float = 0.5  # of the teacher's policy, in pieces of cheese
    stray: float = 0.7  # temperature of the moves in the games, in pieces of cheese
    second_goals: int = 7  # the teacher tries after each first goal; 0: greedy at once
    value_weight: float = 0.1  # of the value's error in the loss
    mazes: int = 256  # of each setting
    judged: tuple[str, ...] = ("default",)  # settings of the matches
    ladder: tuple[str, ...] = LADDER  # opponents of the matches
    games: int = 100  # of each match during the run
    final_games: int = 400  # of each match at the end

    def sizes(self) -> dict[str, Any]:
        """Of the network."""
        raise NotImplementedError

    def build(self, device: torch.device) -> StepImitation:
        """Set up the tables."""
        from gradatim.pyrat.matches.precompile import precompile
        from gradatim.recipes.pyrat.ppo import check_boards

        info = BoardInfo(network=self.network, sizes=self.sizes())
        model = build_network(info)
        check_boards(model, self.settings)
        precompile()
        return StepImitation(model, StepLessons(model, self), self, info)

    def build_model(self, info: BoardInfo) -> nn.Module:
        return build_network(info)


@dataclass(frozen=True, kw_only=True)
class PyRatPlanes(PyRatSteps):
    """A residual convolutional network on the board as an image."""

    width: int = 32  # channels
    n_blocks: int = 6  # of two convolutions

    def sizes(self) -> dict[str, Any]:
        return asdict(BoardConvNetConfig(width=self.width, n_blocks=self.n_blocks))


@dataclass(frozen=True, kw_only=True)
class PyRatFlat(PyRatSteps):
    """An MLP on the lab's canvas, on open boards."""

    network: str = field(default="board-mlp", metadata={"option": False})
    hidden: tuple[int, ...] = (512, 256)  # neurons of each hidden layer

    def sizes(self) -> dict[str, Any]:
        from gradatim.recipes.pyrat.planner_dataset import find_preset

        first = find_preset(self.settings[0])
        config = BoardMLPConfig(
            board_width=first.width, board_height=first.height, hidden=self.hidden
        )
        return asdict(config)


RECIPES: dict[str, Recipe] = {
    "pyrat-imitation-planes": PyRatPlanes(
        train=TrainConfig(
            steps=3000,
            batch_size=128,
            evaluate_every=1500,
            optim=OptimizerConfig(learning_rate=2e-3, grad_clip=1.0, weight_decay=0.01),
            lr_schedule=ScheduleConfig(warmup=0.05),
        ),
    ),
    "pyrat-imitation-flat": PyRatFlat(
        settings=("lab",),
        judged=("lab",),
        train=TrainConfig(
            steps=6000,
            batch_size=256,
            evaluate_every=3000,
            optim=OptimizerConfig(learning_rate=1e-3, grad_clip=1.0, weight_decay=0.1),
            lr_schedule=ScheduleConfig(warmup=0.05),
        ),
    ),
}
