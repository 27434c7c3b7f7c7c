"""A PyRat player that learns now: its learning curve, and a game that it plays meanwhile.

It learns by its own games (double DQN) or by imitating a greedy player. Every turn of the shown
game is played by the network as it is at that step.

Shapes: C cells, K pieces of cheese.
"""

import copy
import math
from typing import Any, ClassVar

import numpy as np
import torch

from gradatim.pyrat import Games, MazePool, player
from gradatim.pyrat.players.q_player import observe_board, q_values
from gradatim.recipes.pyrat.dqn import DoubleDQN, ReplayCollector
from gradatim.stats import fraction
from gradatim.training.config import OptimizerConfig
from gradatim.views.core.controls import Choice, Number
from gradatim.views.core.engine import SEED, Engine, temporary_seed
from gradatim.views.core.trainer import Trainer
from gradatim.views.pyrat_learning.learners import (
    MoveImitation,
    best_moves,
    points_against,
    q_learner,
    small_board,
)

N_MATCH = 60  # games of each measurement
MEASURE_EVERY = 25  # steps
MEASURE_SEED = 9_000  # the same games every time, that no learner meets
TURN_EVERY = 3  # steps per turn of the game that is shown


class PyratLearningEngine(Engine):
    """A small network that learns to play on an open board, step by step."""

    name = "pyrat_learning"
    controls: ClassVar = {
        "method": Choice("dqn", ("dqn", "imitation")),
        "opponent": Choice("greedy", ("random", "greedy")),
        "size": Number(7, 5, 9, integer=True),
        "gamma": Number(0.9, 0.0, 0.99),
        "learning_rate": Number(0.002, 0.0001, 0.02, log=True),
        "seed": SEED,
    }
    live = ("learning_rate",)
    pace = 30.0
    memory = 10  # states, each with the transitions that it learns from

    def start(self) -> None:
        """Build the learner and set up the game that is shown."""
        v = self.values
        self.board = small_board(v["size"])
        with temporary_seed(v["seed"]):
            self.task: DoubleDQN | MoveImitation
            if v["method"] == "dqn":
                # A discount of 0 would be refused: only the next piece of cheese counts then.
                gamma = max(v["gamma"], 1e-3)
                self.task = q_learner(self.board, v["opponent"], gamma, v["seed"])
            else:
                self.task = MoveImitation(self.board, v["opponent"], v["seed"])
        self.trainer = Trainer(self.task, OptimizerConfig(learning_rate=v["learning_rate"]))
        self.loss = 0.0
        self.shown = Games(MazePool.build(self.board, 1), 1, seed=v["seed"], auto_reset=False)
        self.other = player(v["opponent"], v["seed"])
        self.n_shown = 1  # games that were shown
        self.trail = [self.cells()]
        self.curve: list[tuple[int, float]] = []  # step, points per game
        self.measure(0)

    def advance(self) -> None:
        """Learn from one batch; now and then play one turn."""
        with temporary_seed(self.values["seed"] + self.steps):
            self.loss = float(self.trainer.step(next(self.task.batches)))
        if self.steps % TURN_EVERY == 0:
            self.play()
        if (self.steps + 1) % MEASURE_EVERY == 0:
            self.measure(self.steps + 1)

    def play(self) -> None:
        """Play a turn of the game that is shown; behind its end begins another."""
        if self.shown.state.over[0] or self.shown.state.capped[0]:
            seed = self.values["seed"] + self.n_shown
            self.shown = Games(MazePool.build(self.board, 1), 1, seed=seed, auto_reset=False)
            self.n_shown += 1
            self.trail = []
        else:
            mine = best_moves(self.task.model, self.shown)
            self.shown.step(np.stack([mine, self.other(self.shown, 1)], axis=1))
        self.trail = [*self.trail[-7:], self.cells()]

    def measure(self, step: int) -> None:
        """Play against the opponent: always the same games, that no learner meets."""
        v = self.values
        points = points_against(self.task.model, self.board, v["opponent"], N_MATCH, MEASURE_SEED)
        self.curve.append((step, float(points.mean())))

    def cells(self) -> tuple[int, int]:
        """Return the cells of the network and of its opponent."""
        position = self.shown.state.position[0]
        return int(position[0]), int(position[1])

    def changed(self, name: str) -> None:
        """Let a new learning rate act from the next step on."""
        self.trainer.set_learning_rate(self.values[name])

    def finite(self) -> bool:
        """Say whether loss and weights are finite."""
        return math.isfinite(self.loss) and self.trainer.finite()

    def state(self) -> Any:
        """Return a copy of network, games, memory and the game that is shown."""
        return self.trainer.state(), self.others(), self.n_shown, len(self.curve)

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        trainer, others, self.n_shown, n = state
        self.trainer.restore(trainer)
        self.task, self.shown, self.other, self.trail = others
        self.task, self.shown, self.other, self.trail = self.others()  # the kept one stays as it is
        self.trainer.task = self.task
        del self.curve[n:]
        self.loss = 0.0

    def others(self) -> Any:
        """Copy all but the network that learns: its tensors are the trainer's."""
        model = self.task.model
        kept = (self.task, self.shown, self.other, self.trail)
        return copy.deepcopy(kept, {id(model): model})

    @torch.no_grad()
    def frame(self) -> dict[str, Any]:
        """Return the game, how the network rates its four moves, and the curve."""
        game = self.shown.state
        values = q_values(self.task.model, observe_board(self.shown, 0))[0]
        if self.values["method"] == "imitation":
            values = values.softmax(0)  # probabilities of the teacher's moves
        interval = fraction(self.curve[-1][1] * N_MATCH, N_MATCH)
        epsilon = self.task.batches.epsilon() if isinstance(self.task, DoubleDQN) else None
        return {
            "width": self.board.width,
            "height": self.board.height,
            "cheese": game.cheese[0],
            "positions": game.position[0].astype(np.int32),
            "score": game.score[0].astype(np.float32),
            "trail": np.array(self.trail, np.int32),
            "over": bool(game.over[0] or game.capped[0]),
            "game": self.n_shown,
            "moves": values,
            "curve": np.array(self.curve[-240:], np.float32),
            "low": interval.low,
            "high": interval.high,
            "n_match": N_MATCH,
            "epsilon": epsilon,  # fraction of the moves at random, where it learns by own games
        }

    def sources(self) -> list[Any]:
        """Name the learner's loss, how it collects, and the network."""
        if isinstance(self.task, DoubleDQN):
            return [DoubleDQN.loss, ReplayCollector.play, type(self.task.model)]
        return [MoveImitation, type(self.task.batches), type(self.task.model)]
