"""`pyrat-dqn`: the lab of the lecture, with what it takes to work. Read from top to bottom.

The lab's learner is linear, explores nothing, remembers fourteen games and never wins much. Here:

    collect    many games at once; a random step with probability epsilon, which falls
    replay     a buffer of hundreds of thousands of transitions, sampled uniformly
    n steps    the rewards of n steps count as they are, then the network estimates the rest
    double     the network chooses the next step, a slower copy (the target) estimates its value
    Huber      a large error has no larger gradient than a medium one
    symmetry   every transition is as true rotated or flipped

The reward of a turn is what I gained minus what the other gained, plus one for winning.

Mnih et al. 2015 (DQN); van Hasselt et al. 2016 (double); Sutton 1988 (n steps).

Shapes: B batch, N games, W x H the board.
"""

from collections import deque
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Self

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.data.info import BoardInfo
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.game.serialization import load_arrays, save_arrays
from gradatim.pyrat.matches.precompile import precompile
from gradatim.pyrat.players.q_player import (
    N_ACTIONS,
    BoardObservation,
    QNetwork,
    QPlayer,
    check_open_board,
    draw_canvas,
    observe_board,
    q_values,
    rotate_and_flip,
    transform_action,
)
from gradatim.pyrat.registry import PLAYERS, player
from gradatim.recipes.base import Recipe
from gradatim.recipes.pyrat.evaluation import MatchConfig
from gradatim.recipes.pyrat.games import find_preset
from gradatim.recipes.pyrat.replay_buffer import ReplayBuffer, Step, Transition, n_step_return
from gradatim.spelling import given, spelled
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig
from gradatim.validation import (
    require_not_negative,
    require_one_of,
    require_part,
    require_sizes,
)

TURN_CAP = 200  # of games in training: truncation teaches a player that dithers


@dataclass(frozen=True, kw_only=True)
class DQNConfig:
    """How experience is collected and learned from."""

    n_envs: Annotated[int, Help("games that are played side by side, at least 1")] = 128
    buffer_size: Annotated[
        int, Help("transitions in the replay buffer, at least 1, and more than --learning-starts")
    ] = 300_000
    learning_starts: Annotated[
        int, Help("transitions collected before the first update, at least 1")
    ] = 20_000
    gamma: Annotated[float, Help("discount factor per turn, above 0, up to 1")] = 0.97
    n_steps: Annotated[int, Help("turns of an n-step return, at least 1")] = 3
    epsilon: Annotated[float, Help("final fraction of random steps, above 0, up to 1")] = 0.05
    epsilon_decay_turns: Annotated[
        int, Help("turns in which the fraction of random steps falls from 1, at least 1")
    ] = 3000
    tau: Annotated[
        float, Help("rate per step at which the target network follows, above 0, up to 1")
    ] = 0.005
    win_reward: Annotated[float, Help("reward for winning, in pieces of cheese, at least 0")] = 1.0

    def __post_init__(self) -> None:
        require_part(self, "gamma", "epsilon", "tau")
        require_sizes(self, "n_envs", "buffer_size", "learning_starts", "n_steps")
        require_sizes(self, "epsilon_decay_turns")
        require_not_negative(self, "win_reward")
        if self.learning_starts + self.n_envs > self.buffer_size:
            raise UserError(
                f"{given('buffer_size', self.buffer_size)}, and "
                f"{spelled('learning_starts', self.learning_starts)} with one turn of "
                f"{spelled('n_envs', self.n_envs)} does not fit: give a larger "
                f"{spelled('buffer_size')}, or less of the two."
            )


class ReplayCollector:
    """Play a turn, store it, sample a batch; see `gradatim.training.task.Batches`.

    Args:
        model: plays, and learns outside of this class.
        config: how to collect.
        preset: the kind of game.
        opponent: name of a player.
        batch_size: B.
        seed: of games, opponent and exploration.
    """

    def __init__(
        self,
        model: QNetwork,
        config: DQNConfig,
        preset: Preset,
        opponent: str,
        batch_size: int,
        seed: int,
    ):
        self.model, self.config = model, config
        # Games never end, so an epoch is only how often the loop reports.
        self.batch_size, self.steps_per_epoch = batch_size, 1000
        # One maze is enough: an open board has no walls, and every game draws its own cheese.
        self.games = Games(MazePool.build(preset, 1), config.n_envs, seed=seed)
        self.opponent = player(opponent, seed)
        self.generator = torch.Generator().manual_seed(seed)
        self.buffer = ReplayBuffer(config.buffer_size)
        # A step waits here until the n rewards that count as they are have come.
        self.steps: deque[Step] = deque(maxlen=config.n_steps)
        self.turn = 0

    def epsilon(self) -> float:
        """The fraction of random steps now: it falls linearly from 1."""
        done = min(1.0, self.turn / self.config.epsilon_decay_turns)
        return 1.0 + done * (self.config.epsilon - 1.0)

    @torch.no_grad()
    def play(self) -> None:
        """One turn of every game."""
        games, n = self.games, self.games.n
        board = observe_board(games, 0)
        # The oldest step is complete: this board is the one n steps later, to be estimated.
        if len(self.steps) == self.config.n_steps:
            self.buffer.add(n_step_return(self.steps, board, self.config.gamma))
        device = next(self.model.parameters()).device
        there = BoardObservation(*(part.to(device) for part in board))
        best = q_values(self.model, there).argmax(1).cpu()
        # Drawn for all games, used where `explores` says so: the numbers do not depend on epsilon.
        random = torch.randint(N_ACTIONS, (n,), generator=self.generator)
        explores = torch.rand(n, generator=self.generator) < self.epsilon()
        action = torch.where(explores, random, best)
        # The engine's action 0 is to stand still, which the network cannot choose.
        actions = np.stack([action.numpy() + 1, self.opponent(games, 1)], axis=1)
        outcome = games.step(actions)
        # A game cut short counts as ended, though nothing ended: so dithering earns nothing later.
        done = torch.from_numpy(outcome.over | outcome.capped)
        gained = torch.from_numpy(outcome.gained[:, 0] - outcome.gained[:, 1])
        # At every turn the leader's sign; `done` below keeps that of the last turn alone.
        wins = torch.from_numpy(np.sign(outcome.score[:, 0] - outcome.score[:, 1]))
        reward = gained + self.config.win_reward * wins * done
        self.steps.append(Step(tuple(board), action, reward, done))
        self.turn += 1

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Transition:
        # Not before: early batches would repeat a few games (Mnih et al. 2015, "replay start size")
        while self.buffer.length < self.config.learning_starts:
            self.play()
        self.play()
        return self.buffer.sample(self.batch_size, self.generator)

    def state_dict(self) -> dict[str, Any]:
        """The games, the steps that are not in the buffer yet, the buffer and all random states."""
        return {
            "arrays": save_arrays(self.games, self.opponent),
            "generator": self.generator.get_state(),
            "steps": [tuple(step) for step in self.steps],
            # The part that is filled: the buffer is allocated whole, and a checkpoint need not be.
            "buffer": [row[: self.buffer.length] for row in self.buffer.rows or ()],
            "at": self.buffer.at,
            "turn": self.turn,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        # Saved before the first turn: the games that were just built are those games.
        if state["turn"] == 0:
            return
        load_arrays(state["arrays"], self.games, self.opponent)
        self.generator.set_state(state["generator"])
        self.steps = deque((Step(*step) for step in state["steps"]), maxlen=self.config.n_steps)
        if state["buffer"]:
            self.buffer.add(Transition(*state["buffer"]))
        self.buffer.at, self.turn = state["at"], state["turn"]


class DoubleDQN(Task):
    """Learn the value of every step from transitions.

    Args:
        model: the Q-network.
        batches: transitions.
        evaluation: matches.
        info: size of the board.
        seed: of the symmetries.
    """

    batches: ReplayCollector
    plays = True
    model: QNetwork

    def __init__(
        self,
        model: QNetwork,
        batches: ReplayCollector,
        evaluation: MatchConfig,
        info: BoardInfo,
        seed: int,
    ):
        self.model, self.batches = model, batches
        self.evaluation, self.info = evaluation, info
        # Estimates come from a slower copy: a network that chases its own values drifts off.
        self.target = deepcopy(model).requires_grad_(False)
        # A generator of its own: the games stay the same whether or not boards are turned.
        self.symmetry = torch.Generator().manual_seed(seed)

    def loss(self, batch: Transition) -> tuple[Tensor, dict[str, Tensor]]:
        """Huber's loss between Q(s, a) and the n-step return plus the target's estimate."""
        device = next(self.model.parameters()).device
        self.target.to(device)
        step = Transition(*(part.to(device) for part in batch))
        width, height = self.model.width, self.model.height
        draws = torch.randint(8, (2,), generator=self.symmetry)
        # A board that is not square fits onto itself by 180° only.
        quarters = int(draws[0]) % 4 if width == height else 2 * (int(draws[0]) % 2)
        flip = bool(draws[1] % 2)

        def inputs(cells: Tensor, cheese: Tensor, lead: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            canvas = draw_canvas(BoardObservation(cells, cheese, lead), width, height)
            return rotate_and_flip(canvas, quarters, flip), lead, cheese.sum(1).float()

        now = inputs(step.cells, step.cheese, step.lead)
        # Turned alike: the value after a move must be seen in the same picture as the move.
        then = inputs(step.next_cells, step.next_cheese, step.next_lead)
        with torch.no_grad():
            self._update_target()
            # Who chooses does not estimate, or errors upwards win (van Hasselt et al. 2016, eq. 4).
            chosen = self.model(*then).argmax(1, keepdim=True)  # (B, 1)
            estimate = self.target(*then).gather(1, chosen)[:, 0]
            # The discount is gamma^n, and 0 where the game ended: nothing is left to estimate.
            wanted = step.reward + step.discount * estimate
        action = transform_action(step.action, quarters, flip)
        # Only the action that was taken has a known outcome, so only its value gets a gradient.
        q = self.model(*now).gather(1, action[:, None])[:, 0]
        # Its gradient is at most 1 per value, as the clipped error of Mnih et al. 2015.
        return F.smooth_l1_loss(q, wanted), {
            "q": q.detach().mean(),
            "epsilon": torch.tensor(self.batches.epsilon()),
        }

    def _update_target(self) -> None:
        """Move the target a little towards the network (Lillicrap et al. 2016, section 3)."""
        for slow, fast in zip(self.target.parameters(), self.model.parameters(), strict=True):
            slow.lerp_(fast, self.batches.config.tau)

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Matches on unseen games; the loss is the points lost to the opponent of training."""
        found = self.evaluation.play(lambda seed: QPlayer(self.model), final=final)
        # The first opponent is that of training, see `opponents` in `build`.
        return {**found, "loss": 1 - next(iter(found.values()))}

    def sample(self) -> dict[str, bytes]:
        """A game against the first opponent."""
        return self.evaluation.sample(lambda seed: QPlayer(self.model))

    def state_dict(self) -> dict[str, Any]:
        return {"target": self.target.state_dict(), "symmetry": self.symmetry.get_state()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.target.load_state_dict(state["target"])
        self.symmetry.set_state(state["symmetry"])


@dataclass(frozen=True, kw_only=True)
class PyRatDQN(Recipe):
    """Double DQN on the lab's board."""

    preset: Annotated[str, Help("kind of game on an open board: lab or course")] = "lab"
    opponent: Annotated[str, Help("name of the player that is played against")] = "greedy"
    hidden: Annotated[
        tuple[int, ...], Help("neurons of each hidden layer, at least 1, or none")
    ] = (
        512,
        256,
    )
    dqn: DQNConfig = field(default_factory=DQNConfig)
    evaluation: MatchConfig = field(
        default_factory=lambda: MatchConfig(eval_games=200, final_eval_games=2000)
    )

    info_type = BoardInfo
    use = "pyrat match {run} greedy"
    # Games never end, so a run is as long as its steps; matches are on the board of training.
    fixed = ("train.epochs", "evaluation.eval_presets")

    def __post_init__(self) -> None:
        require_sizes(self, "hidden")
        require_one_of(self, "opponent", PLAYERS)

    def build(self, device: torch.device) -> DoubleDQN:
        """Begin the games."""
        preset = replace(find_preset(self.preset, "preset"), turn_cap=TURN_CAP)
        check_open_board(preset)
        precompile()
        info = BoardInfo(
            network="q-network", sizes={"width": preset.width, "height": preset.height}
        )
        model, train = self.build_model(info), self.train
        batches = ReplayCollector(
            model, self.dqn, preset, self.opponent, train.batch_size, train.seed
        )
        # A dictionary keeps the order and drops repetitions: the opponent of training stays first.
        opponents = tuple(dict.fromkeys((self.opponent, *self.evaluation.eval_opponents)))
        evaluation = replace(self.evaluation, eval_presets=(self.preset,), eval_opponents=opponents)
        # Another seed than the games', or both would draw the same numbers.
        return DoubleDQN(model, batches, evaluation, info, train.seed + 1)

    def build_model(self, info: BoardInfo) -> QNetwork:
        return QNetwork(info.sizes["width"], info.sizes["height"], self.hidden)


RECIPES: dict[str, Recipe] = {
    "pyrat-dqn": PyRatDQN(
        train=TrainConfig(
            steps=15_000,
            batch_size=512,
            evaluate_every=3000,
            evaluate_seconds=30.0,
            optim=OptimizerConfig(learning_rate=5e-4, grad_clip=10.0),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.02),
        ),
    ),
}
