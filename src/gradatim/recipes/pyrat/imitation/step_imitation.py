"""`pyrat-imitation-planes`, `pyrat-imitation-flat`: networks that see the board learn its steps.

The same sequence of models as in the lecture, on a game: an MLP on the lab's canvas, a
convolutional network on the board as an image (and the Transformer on cheeses, see `imitation`).
The teacher is the same planner; the value of a step is that of the best goal that it leads to.

    gradatim train pyrat-ppo --init-from RUN --presets lab --eval-presets lab   # then by playing

Shapes: B batch, N games of an env batch, K slots of cheese, A = 4 steps.
"""

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.info import BoardInfo
from gradatim.models.pyrat.convnet import BoardConvNetConfig
from gradatim.models.pyrat.mlp import N_STEPS, BoardMLPConfig
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.matches.precompile import precompile
from gradatim.pyrat.players.planner import plan_values
from gradatim.pyrat.players.policy_adapters import ADAPTERS
from gradatim.recipes.base import Recipe
from gradatim.recipes.pyrat.evaluation import MatchConfig
from gradatim.recipes.pyrat.games import find_preset
from gradatim.recipes.pyrat.imitation.planner_dataset import EnvBatch, PlannerConfig
from gradatim.recipes.pyrat.imitation.task import ImitationConfig
from gradatim.recipes.pyrat.networks import build_network, check_boards, info_of_config
from gradatim.recipes.pyrat.open_policy import network_player
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig

BATCHES_READY = 12  # that wait, mixed, so that consecutive ones come from different games


class StepBatch(NamedTuple):
    """A batch: observations, and the value of every step."""

    observation: tuple[Tensor, ...]  # (B, ...) each
    values: Tensor  # (B, 4) lead at the end of the rollout, -inf for useless steps


def step_values(games: Games, side: int, rows: np.ndarray, goal_values: np.ndarray) -> np.ndarray:
    """The value of every step, (B, 4) float32: that of the best goal to which it is the first step.

    Args:
        rows: (B,) which games; none in which the player is in mud.
        goal_values: (N, K) of every goal, as of `plan_values`.
    """
    state = games.state
    cells = state.position[rows, side]
    moves = games.pool.mazes.first_moves[
        state.maze[rows, None], cells[:, None], state.slots[rows]
    ].astype(np.int64)  # (B, K), bits
    lowest = moves & -moves  # the planner takes the first of several shortest paths
    steps = [np.where(lowest == 1 << a, goal_values[rows], -np.inf).max(1) for a in range(N_STEPS)]
    return np.stack(steps, axis=1).astype(np.float32)


class StepDataset:
    """An endless stream of labeled batches; see `gradatim.training.task.Batches`.

    Args:
        model: decides what is observed.
        config: the games.
        batch_size: B.
        seed: of mazes, games and noise.
    """

    def __init__(self, model: nn.Module, config: PlannerConfig, batch_size: int, seed: int):
        self.batch_size, self.steps_per_epoch = batch_size, 100
        self.second_goals = config.second_goals
        self.envs: list[EnvBatch] = []
        for i, name in enumerate(config.presets):
            pool = MazePool.build(find_preset(name), config.mazes, seed=seed * 100_000)
            for opponent in config.opponents:
                j = len(self.envs)
                side, n, temperature = (i + j) % 2, 2 * batch_size, config.behavior_temperature
                self.envs.append(EnvBatch(pool, opponent, side, n, temperature, seed + 100 * j))
        self.adapters = [ADAPTERS[type(model)](envs.games, envs.side) for envs in self.envs]
        self.random = np.random.default_rng([seed, 4])
        self.ready: list[StepBatch] = []
        self.at = 0  # which env batch plays next

    def _play(self) -> None:
        """Let one env batch play on, and label every game in which a step is due."""
        envs, adapter = self.envs[self.at], self.adapters[self.at]
        self.at = (self.at + 1) % len(self.envs)
        envs.play()
        goal_values = plan_values(envs.games, envs.side, n_second=self.second_goals)
        rows = self.random.permutation(adapter.due())
        values = torch.from_numpy(step_values(envs.games, envs.side, rows, goal_values))
        observation, B = adapter.observe(rows), self.batch_size
        for start in range(0, len(rows) - B + 1, B):
            part = slice(start, start + B)
            self.ready.append(StepBatch(tuple(o[part] for o in observation), values[part]))

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> StepBatch:
        while len(self.ready) < BATCHES_READY:
            self._play()
        return self.ready.pop(int(self.random.integers(len(self.ready))))

    def state_dict(self) -> dict[str, Any]:
        return {
            "envs": [envs.state_dict() for envs in self.envs],
            "random": self.random.bit_generator.state,
            "ready": [tuple(batch) for batch in self.ready],
            "at": self.at,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        for envs, saved in zip(self.envs, state["envs"], strict=True):
            envs.load_state_dict(saved)
        self.random.bit_generator.state = state["random"]
        self.ready = [StepBatch(*batch) for batch in state["ready"]]
        self.at = state["at"]


class StepImitation(Task):
    """Learn the planner's values of steps.

    Args:
        model: policy over steps, and value.
        batches: labeled positions.
        info: kind and sizes of the network.
        config: of the loss.
        evaluation: matches.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: StepDataset,
        info: BoardInfo,
        config: ImitationConfig,
        evaluation: MatchConfig,
    ):
        self.model, self.batches, self.info = model, batches, info
        self.config, self.evaluation = config, evaluation

    def loss(self, batch: StepBatch) -> tuple[Tensor, dict[str, Tensor]]:
        """Divergence of the policy from the planner's, plus the error of the value."""
        device = next(self.model.parameters()).device
        observation = tuple(part.to(device) for part in batch.observation)
        values = batch.values.to(device)
        policy, value = ADAPTERS[type(self.model)].evaluate(self.model, observation)
        target = (values / self.config.temperature).softmax(1)  # (B, 4)
        divergence = F.kl_div(policy.log_softmax(1), target, reduction="batchmean")
        error = F.smooth_l1_loss(value, values.amax(1))
        chosen = policy.detach().argmax(1)
        agrees = (values.gather(1, chosen[:, None])[:, 0] >= values.amax(1)).float().mean()
        loss = divergence + self.config.value_weight * error
        return loss, {"agrees": agrees, "divergence": divergence.detach(), "value": error.detach()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Play matches on unseen mazes; the loss is the mean fraction of points lost."""
        return self.evaluation.play(lambda seed: network_player(self.model), final=final)

    def sample(self) -> dict[str, bytes]:
        """A game against the first opponent."""
        return self.evaluation.sample(lambda seed: network_player(self.model))


@dataclass(frozen=True, kw_only=True)
class PyRatSteps(Recipe):
    """Supervised learning of steps from the planner, on boards of one size."""

    data: PlannerConfig
    model: BoardConvNetConfig | BoardMLPConfig
    imitation: ImitationConfig = field(
        default_factory=lambda: ImitationConfig(temperature=0.5, value_weight=0.1)
    )
    evaluation: MatchConfig

    info_type = BoardInfo
    use = "pyrat match {run} greedy"
    # Games never end, so a run is as long as its steps; the MLP's board is that of the preset.
    # All its boards have one size, so none are varied.
    fixed = ("train.epochs", "model.board_width", "model.board_height", "data.varied")

    def build(self, device: torch.device) -> StepImitation:
        """Begin the games."""
        sizes = self.model
        if isinstance(sizes, BoardMLPConfig):
            board = find_preset(self.data.presets[0])
            sizes = replace(sizes, board_width=board.width, board_height=board.height)
        info = info_of_config(sizes)
        model = self.build_model(info)
        check_boards(model, self.data.presets)
        precompile()
        batches = StepDataset(model, self.data, self.train.batch_size, self.train.seed)
        return StepImitation(model, batches, info, self.imitation, self.evaluation)

    def build_model(self, info: BoardInfo) -> nn.Module:
        return build_network(info)


RECIPES: dict[str, Recipe] = {
    "pyrat-imitation-planes": PyRatSteps(
        data=PlannerConfig(presets=("default",)),
        model=BoardConvNetConfig(),
        evaluation=MatchConfig(eval_presets=("default",)),
        train=TrainConfig(
            steps=3000,
            batch_size=128,
            evaluate_every=1500,
            evaluate_seconds=30.0,
            optim=OptimizerConfig(learning_rate=2e-3, grad_clip=1.0, weight_decay=0.01),
            lr_schedule=ScheduleConfig(warmup=0.05),
        ),
    ),
    "pyrat-imitation-flat": PyRatSteps(
        data=PlannerConfig(presets=("lab",)),
        model=BoardMLPConfig(),
        evaluation=MatchConfig(eval_presets=("lab",)),
        train=TrainConfig(
            steps=6000,
            batch_size=256,
            evaluate_every=3000,
            evaluate_seconds=30.0,
            optim=OptimizerConfig(learning_rate=1e-3, grad_clip=1.0, weight_decay=0.1),
            lr_schedule=ScheduleConfig(warmup=0.05),
        ),
    ),
}
