"""`pyrat-dqn`: the lab of the lecture, with what it takes to work. Read from top to bottom.

The lab's learner is linear, explores nothing, remembers fourteen games and never wins much. Here:

    play       many games at once; a step at random with probability epsilon, which falls
    replay     hundreds of thousands of steps, drawn at random
    n steps    rewards of the next n steps count as they are, then the network guesses the rest
    double     the network chooses the next step, a slower copy of it (the target) says its worth
    Huber      a large error pulls no harder than a middling one
    symmetry   every memory is as true turned or mirrored

The reward of a turn is what I gained minus what the other gained, and a bonus for who wins.

Mnih et al. 2015 (DQN); van Hasselt et al. 2016 (double); Sutton 1988 (n steps).

Shapes: B batch, N games, S slots of the replay, C cells, W x H the board.
"""

from collections import deque
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.data.info import BoardInfo
from gradatim.errors import UserError
from gradatim.recipes.base import Recipe
from gradatim.recipes.pyrat.evaluation import LADDER, play_ladder
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig

if TYPE_CHECKING:
    from gradatim.pyrat.players.q_player import QNetwork

TURN_CAP = 200  # of games in training: who dithers learns from it


class Step(NamedTuple):
    """One step of every game."""

    seen: tuple[Tensor, ...]  # a BoardObservation
    action: Tensor  # (N,) int64, 0 north, 1 east, 2 south, 3 west
    reward: Tensor  # (N,) float32
    done: Tensor  # (N,) bool


class Memory(NamedTuple):
    """n steps in one: a batch for the loss."""

    cells: Tensor  # (B, 2)
    cheese: Tensor  # (B, C)
    lead: Tensor  # (B,)
    action: Tensor  # (B,)
    reward: Tensor  # (B,) the discounted sum of n steps
    discount: Tensor  # (B,) gamma ** n, or 0 when the game ended on the way
    next_cells: Tensor  # (B, 2)
    next_cheese: Tensor  # (B, C)
    next_lead: Tensor  # (B,)


class Replay:
    """Keeps the newest S memories, and draws from them."""

    def __init__(self, capacity: int):
        self.capacity, self.length, self.at = capacity, 0, 0
        self.rows: Memory | None = None

    def add(self, new: Memory) -> None:
        if self.rows is None:
            self.rows = Memory(*(t.new_zeros(self.capacity, *t.shape[1:]) for t in new))
        where = (self.at + torch.arange(len(new.action))) % self.capacity
        for row, values in zip(self.rows, new, strict=True):
            row[where] = values
        self.at = (self.at + len(where)) % self.capacity
        self.length = min(self.length + len(where), self.capacity)

    def draw(self, n: int, generator: torch.Generator) -> Memory:
        which = torch.randint(self.length, (n,), generator=generator)
        return Memory(*(row[which] for row in self.rows or ()))


def look_back(steps: deque[Step], now: tuple[Tensor, ...], gamma: float) -> Memory:
    """Sum up the last n steps of every game, up to its end."""
    alive = torch.ones_like(steps[0].reward)
    total = torch.zeros_like(alive)
    for step in steps:
        total += alive * step.reward
        alive = alive * gamma * (~step.done)
    cells, cheese, lead = steps[0].seen
    return Memory(cells, cheese, lead, steps[0].action, total, alive, *now)


class Play:
    """Play a turn, remember it, draw a batch; see `gradatim.training.task.Batches`."""

    def __init__(self, model: "QNetwork", recipe: "PyRatDQN", setting):
        from gradatim.pyrat import Games, MazePool
        from gradatim.pyrat.registry import player

        self.model, self.recipe = model, recipe
        self.batch_size, self.steps_per_epoch = recipe.train.batch_size, 1000
        self.games = Games(MazePool.build(setting, 1), recipe.players, seed=recipe.train.seed)
        self.opponent = player(recipe.opponent, recipe.train.seed)
        self.generator = torch.Generator().manual_seed(recipe.train.seed)
        self.replay = Replay(recipe.replay)
        self.steps: deque[Step] = deque(maxlen=recipe.n_steps)
        self.turn = 0

    def epsilon(self) -> float:
        """Fall from 1 to its last value in a straight line."""
        done = min(1.0, self.turn / self.recipe.explore)
        return 1.0 + done * (self.recipe.epsilon - 1.0)

    @torch.no_grad()
    def play(self) -> None:
        from gradatim.pyrat.players.q_player import (
            N_ACTIONS,
            BoardObservation,
            observe_board,
            q_values,
        )

        games, n = self.games, self.games.n
        seen = observe_board(games, 0)
        if len(self.steps) == self.recipe.n_steps:
            self.replay.add(look_back(self.steps, seen, self.recipe.gamma))
        device = next(self.model.parameters()).device
        there = BoardObservation(*(part.to(device) for part in seen))
        best = q_values(self.model, there).argmax(1).cpu()
        random = torch.randint(N_ACTIONS, (n,), generator=self.generator)
        explores = torch.rand(n, generator=self.generator) < self.epsilon()
        action = torch.where(explores, random, best)
        actions = np.stack([action.numpy() + 1, self.opponent(games, 1)], axis=1)
        outcome = games.step(actions)
        done = torch.from_numpy(outcome.over | outcome.capped)
        gained = torch.from_numpy(outcome.gained[:, 0] - outcome.gained[:, 1])
        wins = torch.from_numpy(np.sign(outcome.score[:, 0] - outcome.score[:, 1]))
        reward = gained + self.recipe.bonus * wins * done
        self.steps.append(Step(tuple(seen), action, reward, done))
        self.turn += 1

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Memory:
        while self.replay.length < self.recipe.first:
            self.play()
        self.play()
        return self.replay.draw(self.batch_size, self.generator)

    def state_dict(self) -> dict[str, Any]:
        """The games, the steps not yet remembered, the replay and all chance."""
        from gradatim.pyrat.game.serialization import save_arrays

        return {
            "kept": save_arrays(self.games, self.opponent),
            "generator": self.generator.get_state(),
            "steps": [tuple(step) for step in self.steps],
            "replay": [row[: self.replay.length] for row in self.replay.rows or ()],
            "at": self.replay.at,
            "turn": self.turn,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        from gradatim.pyrat.game.serialization import load_arrays

        if state["turn"] == 0:
            return
        load_arrays(state["kept"], self.games, self.opponent)
        self.generator.set_state(state["generator"])
        self.steps = deque((Step(*step) for step in state["steps"]), maxlen=self.recipe.n_steps)
        if state["replay"]:
            self.replay.add(Memory(*state["replay"]))
        self.replay.at, self.turn = state["at"], state["turn"]


class DoubleDQN(Task):
    """Learn what every step is worth from remembered steps."""

    batches: Play

    model: "QNetwork"

    def __init__(self, model: "QNetwork", batches: Play, recipe: "PyRatDQN", info: BoardInfo):
        self.model, self.batches, self.recipe, self.info = model, batches, recipe, info
        self.target = deepcopy(model).requires_grad_(False)
        self.symmetry = torch.Generator().manual_seed(recipe.train.seed + 1)

    def loss(self, batch: Memory) -> tuple[Tensor, dict[str, Tensor]]:
        """Huber's loss between Q(s, a) and the rewards of n steps plus the target's guess."""
        from gradatim.pyrat.players.q_player import (
            BoardObservation,
            draw_canvas,
            rotate_and_flip,
            transform_action,
        )

        device = next(self.model.parameters()).device
        self.target.to(device)
        memory = Memory(*(part.to(device) for part in batch))
        width, height = self.recipe.board()
        draws = torch.randint(8, (2,), generator=self.symmetry)
        quarters = int(draws[0]) % 4 if width == height else 2 * (int(draws[0]) % 2)
        mirror = bool(draws[1] % 2)

        def see(cells: Tensor, cheese: Tensor, lead: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            pictures = draw_canvas(BoardObservation(cells, cheese, lead), width, height)
            return rotate_and_flip(pictures, quarters, mirror), lead, cheese.sum(1).float()

        now = see(memory.cells, memory.cheese, memory.lead)
        then = see(memory.next_cells, memory.next_cheese, memory.next_lead)
        with torch.no_grad():
            self._follow()
            chosen = self.model(*then).argmax(1, keepdim=True)  # (B, 1)
            guess = self.target(*then).gather(1, chosen)[:, 0]
            wanted = memory.reward + memory.discount * guess
        action = transform_action(memory.action, quarters, mirror)
        q = self.model(*now).gather(1, action[:, None])[:, 0]
        return F.smooth_l1_loss(q, wanted), {
            "q": q.detach().mean(),
            "epsilon": torch.tensor(self.batches.epsilon()),
        }

    def _follow(self) -> None:
        """Move the target a little towards the network (Lillicrap et al. 2016, section 3)."""
        for slow, fast in zip(self.target.parameters(), self.model.parameters(), strict=True):
            slow.lerp_(fast, self.recipe.follow)

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Climb the ladder on unseen games; the loss is the points lost to the opponent."""
        from gradatim.pyrat.players.q_player import QPlayer

        recipe = self.recipe
        rungs = dict.fromkeys((recipe.opponent, *recipe.ladder))
        n = recipe.final_games if final else recipe.games
        pairs = [(recipe.setting, rung) for rung in rungs]
        found = play_ladder(lambda seed: QPlayer(self.model), pairs, n, final=final)
        return {**found, "loss": 1 - next(iter(found.values()))}

    def state_dict(self) -> dict[str, Any]:
        return {"target": self.target.state_dict(), "symmetry": self.symmetry.get_state()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.target.load_state_dict(state["target"])
        self.symmetry.set_state(state["symmetry"])


@dataclass(frozen=True, kw_only=True)
class PyRatDQN(Recipe):
    """Double DQN on the lab's board."""

    info_type = BoardInfo

    setting: str = "lab"  # an open board: lab or course
    opponent: str = "greedy"  # who is played against
    hidden: tuple[int, ...] = (512, 256)  # neurons of each hidden layer
    players: int = 128  # games at once
    replay: int = 300_000  # steps that are remembered
    first: int = 20_000  # steps remembered before learning begins
    gamma: float = 0.97  # what the next turn counts against this one
    n_steps: int = 3  # turns whose rewards count as they are
    epsilon: float = 0.05  # share of random steps at the end
    explore: int = 3000  # turns in which epsilon falls
    follow: float = 0.005  # share by which the target moves to the network at each step
    bonus: float = 1.0  # reward for winning, in pieces of cheese
    ladder: tuple[str, ...] = LADDER  # who else is met in matches
    games: int = 200  # of a match during the run
    final_games: int = 2000  # of the match at the end

    def __post_init__(self) -> None:
        for name in ("gamma", "epsilon", "follow"):
            if not 0 < getattr(self, name) <= 1:
                raise UserError(f"{name} is {getattr(self, name)}: give a share above 0, up to 1.")
        for name in ("players", "replay", "first", "n_steps", "explore"):
            if getattr(self, name) < 1:
                raise UserError(f"{name} is {getattr(self, name)}: give a number of at least 1.")
        if self.first + self.players > self.replay:
            raise UserError(
                f"first is {self.first}: give less than replay ({self.replay}) minus players "
                f"({self.players})."
            )

    def board(self) -> tuple[int, int]:
        """Width and height."""
        from gradatim.recipes.pyrat.planner_dataset import find_preset

        chosen = find_preset(self.setting)
        return chosen.width, chosen.height

    def build(self, device: torch.device) -> DoubleDQN:
        """Begin the games."""
        from dataclasses import replace

        from gradatim.pyrat.matches.precompile import precompile
        from gradatim.pyrat.players.q_player import check_open_board
        from gradatim.recipes.pyrat.planner_dataset import find_preset

        setting = replace(find_preset(self.setting), turn_cap=TURN_CAP)
        check_open_board(setting)
        precompile()
        sizes = {"width": setting.width, "height": setting.height}
        info = BoardInfo(network="q-network", sizes=sizes)
        model = self.build_model(info)
        return DoubleDQN(model, Play(model, self, setting), self, info)

    def build_model(self, info: BoardInfo) -> "QNetwork":
        from gradatim.pyrat.players.q_player import QNetwork

        return QNetwork(info.sizes["width"], info.sizes["height"], self.hidden)


RECIPES: dict[str, Recipe] = {
    "pyrat-dqn": PyRatDQN(
        train=TrainConfig(
            steps=15_000,
            batch_size=512,
            evaluate_every=3000,
            optim=OptimizerConfig(learning_rate=5e-4, grad_clip=10.0),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.02),
        ),
    ),
}
