"""`pyrat-winner`: who wins from where the cheese lies? The course's first learning task, honestly.

A thousand games are few: an MLP remembers all of them, and what it then says of other games must be
measured on games that no choice has ever looked at. So the games are drawn anew into training and
test games for every seed, logistic regression stands beside as the measure, and turned boards are
the one thing that may be added for nothing: a half turn swaps the players.

The greedy players of these games follow a rule, so more games can be played: `simulated` adds games
of our own engine to the training games, never to the test games.

Shapes: B batch, N games, H x W the board, K = 3 answers: rat, draw, python.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.info import BoardInfo
from gradatim.data.pyrat_games import CHEESE, HEIGHT, N_GAMES, WIDTH, load_pyrat_games
from gradatim.data.vision.batches import TensorBatches
from gradatim.errors import UserError
from gradatim.models.pyrat.winner_classifier import WinnerClassifier
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.recipes.base import Recipe
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig

N_TEST = 200
PLAYER = "manhattan"  # whose rule is nearest to that of the games
SIMULATED_SEED = 10_000


def divide(seed: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Training boards and winners, test boards and winners; another division for every seed."""
    boards, winners = load_pyrat_games()
    order = torch.randperm(N_GAMES, generator=torch.Generator().manual_seed(seed))
    test, train = order[:N_TEST], order[N_TEST:]
    return boards[train], winners[train], boards[test], winners[test]


def half_turn(boards: Tensor, winners: Tensor) -> tuple[Tensor, Tensor]:
    """Turn boards by 180 degrees: the players swap their starts, and so the result."""
    return boards.flip(1, 2), 2 - winners


def simulate(n: int, seed: int) -> tuple[Tensor, Tensor]:
    """Play games of the same kind: open boards, opposite corners, two greedy players.

    Args:
        n: games.
        seed: of the cheese.
    """
    from gradatim.pyrat import Games, MazePool, player, preset

    chosen = preset("course", cheese=CHEESE, starts=("top-left", "bottom-right"), turn_cap=400)
    games = Games(MazePool.build(chosen, 1), n, seed=seed, auto_reset=False)
    boards = torch.from_numpy(games.state.cheese.reshape(n, HEIGHT, WIDTH).astype(np.uint8))
    return boards, play_out(games, [player(PLAYER), player(PLAYER)])


def play_out(games: Any, players: Sequence[Any]) -> Tensor:
    """Play games to their end; the winners, (N,)."""
    state = games.state
    while not (state.over | state.capped).all():
        games.step(np.stack([p(games, side) for side, p in enumerate(players)], axis=1))
    return torch.from_numpy(1 + np.sign(state.score[:, 1] - state.score[:, 0]).astype(np.int64))


def by_rule(boards: Tensor, winners: Tensor) -> float:
    """How often the winner is right when the games are simply played by the greedy rule."""
    from gradatim.pyrat import Games, MazePool, player, preset

    n = len(boards)
    chosen = preset("course", cheese=CHEESE, starts=("top-left", "bottom-right"), turn_cap=400)
    games = Games(MazePool.build(chosen, 1), n, auto_reset=False)
    cheese = torch.nonzero(boards.flatten(1))[:, 1].view(n, CHEESE).numpy()
    games.place(np.zeros(n, int), np.tile([0, WIDTH * HEIGHT - 1], (n, 1)), cheese)
    played = play_out(games, [player(PLAYER), player(PLAYER)])
    return (played == winners).float().mean().item()


class Winner(Task):
    """Cross-entropy of three answers."""

    def __init__(
        self, model: nn.Module, batches: TensorBatches, test: tuple[Tensor, Tensor], turn: bool
    ):
        self.model, self.batches, self.test, self.turn = model, batches, test, turn
        self.info = {"board": [HEIGHT, WIDTH]}

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        boards, winners = batch
        if self.turn:  # half of every batch; batches are shuffled
            turned = half_turn(boards[::2], winners[::2])
            boards = torch.cat([turned[0], boards[1::2]])
            winners = torch.cat([turned[1], winners[1::2]])
        logits = self.model(boards[:, None].float())
        right = (logits.detach().argmax(1) == winners).float().mean()
        return F.cross_entropy(logits, winners), {"accuracy": right}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Loss and accuracy on the test games."""
        device = next(self.model.parameters()).device
        boards, winners = (part.to(device) for part in self.test)
        logits = self.model(boards[:, None].float())
        if self.turn:  # both views of a board are asked
            seen_turned = self.model(boards.flip(1, 2)[:, None].float()).flip(1)
            logits = (logits + seen_turned) / 2
        accuracy = (logits.argmax(1) == winners).float().mean().item()
        return {"loss": F.cross_entropy(logits, winners).item(), "accuracy": accuracy}


@dataclass(frozen=True, kw_only=True)
class PyRatWinner(Recipe):
    """Who wins a game of two greedy players, from where the cheese lies."""

    info_type = BoardInfo

    network: Literal["logistic", "mlp", "convnet"] = "convnet"
    hidden: tuple[int, ...] = (64,)  # neurons of the MLP's hidden layers; the CNN takes the first
    width: int = 16  # feature maps of the CNN
    dropout: float = 0.5  # share of neurons silenced, of the MLP
    turn: bool = True  # half of the boards turned by 180 degrees, where the players swap
    simulated: int = 0  # games of our engine that are added to the 800 training games

    def __post_init__(self) -> None:
        if self.simulated < 0:
            raise UserError(f"simulated is {self.simulated}: give 0 or a number of games.")
        if self.network == "convnet" and not self.hidden:
            raise UserError("hidden is empty: the CNN needs the size of its hidden layer.")

    def build(self, device: torch.device) -> Winner:
        """Divide the games by the seed."""
        boards, winners, *test = divide(self.train.seed)
        if self.simulated:
            more = simulate(self.simulated, SIMULATED_SEED + self.train.seed)
            boards, winners = torch.cat([boards, more[0]]), torch.cat([winners, more[1]])
        batches = TensorBatches(
            boards, winners, batch_size=self.train.batch_size, seed=self.train.seed, device=device
        )
        info = BoardInfo(network=self.network)
        return Winner(self.build_model(info), batches, (test[0], test[1]), self.turn)

    def build_model(self, info: BoardInfo) -> nn.Module:
        if self.network == "convnet":
            return WinnerClassifier(HEIGHT, WIDTH, self.width, self.hidden[0])
        hidden = self.hidden if self.network == "mlp" else ()
        config = MLPConfig(
            in_features=HEIGHT * WIDTH, hidden=hidden, n_classes=3, dropout=self.dropout
        )
        return MLP(config)


def regress(seed: int) -> float:
    """Accuracy of scikit-learn's logistic regression, its strength chosen on training games."""
    from sklearn.linear_model import LogisticRegressionCV

    boards, winners, test, truth = divide(seed)
    strengths = np.logspace(-4, 0, 9)
    model = LogisticRegressionCV(
        Cs=strengths,
        cv=5,
        max_iter=500,
        scoring="accuracy",
        l1_ratios=(0.0,),
        use_legacy_attributes=False,
    )
    model.fit(boards.flatten(1).numpy(), winners.numpy())
    return float(model.score(test.flatten(1).numpy(), truth.numpy()))


def commonest(seed: int) -> float:
    """Accuracy of always naming the commonest winner of the training games."""
    _, winners, _, truth = divide(seed)
    return (truth == winners.bincount().argmax()).float().mean().item()


RECIPES: dict[str, Recipe] = {
    "pyrat-winner": PyRatWinner(
        train=TrainConfig(
            steps=600,
            batch_size=100,
            evaluate_every=300,
            optim=OptimizerConfig(learning_rate=2e-3, weight_decay=0.1),
            lr_schedule=ScheduleConfig(warmup=0.1),
        ),
    ),
}
