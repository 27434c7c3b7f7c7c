"""`pyrat-winner`: predict the winner from the initial cheese positions, the course's first task.

A thousand games are few: an MLP memorizes all of them, so its accuracy must be measured on games
that no choice has ever depended on. So the games are split anew into training and test games for
every seed, logistic regression is the baseline, and rotated boards are the one augmentation that
is exact: a rotation by 180 degrees swaps the players.

The greedy players of these games follow a rule, so more games can be played: `simulated` adds games
of our own engine to the training games, never to the test games.

Shapes: B batch, N games, H x W the board, K = 3 classes: rat, draw, python.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.info import BoardInfo
from gradatim.data.pyrat_games import CHEESE, HEIGHT, N_GAMES, WIDTH, load_pyrat_games
from gradatim.data.vision.batches import TensorBatches
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.pyrat.winner_classifier import WinnerClassifier
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.presets import preset
from gradatim.pyrat.players.base import Player
from gradatim.pyrat.registry import player
from gradatim.recipes.base import Recipe
from gradatim.spelling import given, spelled
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig
from gradatim.validation import require_fraction, require_not_negative, require_sizes

N_TEST = 200
N_VALIDATION = 80  # of the other 800, where games are held out
PLAYER = "manhattan"  # whose rule is nearest to that of the games
SIMULATED_SEED = 10_000


def split(seed: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Training boards and winners, test boards and winners; another split for every seed."""
    boards, winners = load_pyrat_games()
    # Anew for every seed: 200 games alone leave an uncertainty of seven points (95 %).
    order = torch.randperm(N_GAMES, generator=torch.Generator().manual_seed(seed))
    test, train = order[:N_TEST], order[N_TEST:]
    return boards[train], winners[train], boards[test], winners[test]


def rotate(boards: Tensor, winners: Tensor) -> tuple[Tensor, Tensor]:
    """Rotate boards by 180 degrees: the players swap their starts, and so the result."""
    return boards.flip(1, 2), 2 - winners


def simulate(n: int, seed: int) -> tuple[Tensor, Tensor]:
    """Play games of the same kind: open boards, opposite corners, two greedy players.

    Args:
        n: games.
        seed: of the cheese.
    """
    chosen = preset("course", cheese=CHEESE, starts=("top-left", "bottom-right"), turn_cap=400)
    games = Games(MazePool.build(chosen, 1), n, seed=seed, auto_reset=False)
    boards = torch.from_numpy(games.state.cheese.reshape(n, HEIGHT, WIDTH).astype(np.uint8))
    return boards, play_out(games, [player(PLAYER), player(PLAYER)])


def play_out(games: Games, players: Sequence[Player]) -> Tensor:
    """Play games to their end; the winners, (N,)."""
    state = games.state
    while not (state.over | state.capped).all():
        games.step(np.stack([p(games, side) for side, p in enumerate(players)], axis=1))
    # 0 the rat, 1 a draw, 2 the python: so a rotation maps k to 2 - k.
    return torch.from_numpy(1 + np.sign(state.score[:, 1] - state.score[:, 0]).astype(np.int64))


def by_rule(boards: Tensor, winners: Tensor) -> float:
    """Accuracy of playing the games out by the greedy rule."""
    n = len(boards)
    chosen = preset("course", cheese=CHEESE, starts=("top-left", "bottom-right"), turn_cap=400)
    games = Games(MazePool.build(chosen, 1), n, auto_reset=False)
    cheese = torch.nonzero(boards.flatten(1))[:, 1].view(n, CHEESE).numpy()
    games.place(np.zeros(n, int), np.tile([0, WIDTH * HEIGHT - 1], (n, 1)), cheese)
    played = play_out(games, [player(PLAYER), player(PLAYER)])
    return (played == winners).float().mean().item()


class Winner(Task):
    """Cross-entropy of three classes.

    Args:
        model: from boards (B, 1, H, W) to logits (B, K).
        batches: training boards and winners.
        validation: boards and winners that are measured during the run; None: none are.
        test: boards and winners that are measured once, at its end.
        rotated: train and test on rotated boards as well.
        info: kind of the network.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: TensorBatches,
        validation: tuple[Tensor, Tensor] | None,
        test: tuple[Tensor, Tensor],
        rotated: bool,
        info: BoardInfo,
    ):
        self.model, self.batches = model, batches
        self.validation, self.test = validation, test
        self.has_validation, self.n_test = validation is not None, len(test[1])
        self.rotated, self.info = rotated, info

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        boards, winners = batch
        if self.rotated:  # half of every batch; batches are shuffled
            other_boards, other_winners = rotate(boards[::2], winners[::2])
            boards = torch.cat([other_boards, boards[1::2]])
            winners = torch.cat([other_winners, winners[1::2]])
        logits = self.model(boards[:, None].float())
        right = (logits.detach().argmax(1) == winners).float().mean()
        return F.cross_entropy(logits, winners), {"accuracy": right}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Loss and accuracy on validation games, at the end on the test games."""
        games = self.test if final else self.validation
        assert games is not None  # the loop asks only where `has_validation`
        device = next(self.model.parameters()).device
        boards, winners = (part.to(device) for part in games)
        logits = self.model(boards[:, None].float())
        if self.rotated:  # test-time augmentation; rat and python swap
            swapped = self.model(boards.flip(1, 2)[:, None].float()).flip(1)
            logits = (logits + swapped) / 2
        accuracy = (logits.argmax(1) == winners).float().mean().item()
        return {"loss": F.cross_entropy(logits, winners).item(), "accuracy": accuracy}


# What each kind of network has besides its inputs and outputs, and the default.
SIZES: dict[str, dict[str, Any]] = {
    "logistic": {},
    "mlp": {"hidden": (64,), "dropout": 0.5},
    "convnet": {"hidden": (64,), "dropout": 0.5, "width": 16},
}


@dataclass(frozen=True, kw_only=True)
class PyRatWinner(Recipe):
    """Predict the winner of a game of two greedy players from the initial cheese positions."""

    network: Annotated[
        Literal["logistic", "mlp", "convnet"],
        Help("kind of network; logistic: no hidden layer"),
    ] = "convnet"
    hidden: Annotated[
        tuple[int, ...] | None,
        Help("neurons of each hidden layer; the convnet has one; at least 1 (default: 64)"),
    ] = None
    width: Annotated[int | None, Help("feature maps of the convnet, at least 1 (default: 16)")] = (
        None
    )
    dropout: Annotated[
        float | None,
        Help("dropout in the mlp or before the output of the convnet, 0 to below 1 (default: 0.5)"),
    ] = None
    rotated: Annotated[
        bool, Help("boards also rotated by 180 degrees with the players swapped, in test too")
    ] = True
    simulated: Annotated[
        int, Help("games of our own engine that are added to the 800 training games, at least 0")
    ] = 0
    validation: Annotated[
        bool, Help("80 of the training games held out to measure during the run")
    ] = True

    info_type = BoardInfo

    def __post_init__(self) -> None:
        require_sizes(self, "hidden", "width")
        require_fraction(self, "dropout")
        require_not_negative(self, "simulated")
        for name in ("hidden", "width", "dropout"):
            if getattr(self, name) is not None and name not in SIZES[self.network]:
                raise UserError(
                    f"{given(name, getattr(self, name))}, which does not belong to "
                    f"{spelled('network', self.network)}: leave it out."
                )
        if self.network == "convnet" and len(self.sizes["hidden"]) != 1:
            raise UserError(f"{given('hidden', self.hidden)}: give the convnet one hidden layer.")

    @property
    def sizes(self) -> dict[str, Any]:
        """The given sizes, and the default of the others."""
        defaults = SIZES[self.network]
        given = {name: getattr(self, name) for name in defaults}
        return defaults | {name: value for name, value in given.items() if value is not None}

    def build(self, device: torch.device) -> Winner:
        """Split the games by the seed."""
        boards, winners, *test = split(self.train.seed)
        validation = None
        if self.validation:
            validation = boards[:N_VALIDATION], winners[:N_VALIDATION]
            boards, winners = boards[N_VALIDATION:], winners[N_VALIDATION:]
        if self.simulated:
            more = simulate(self.simulated, SIMULATED_SEED + self.train.seed)
            boards, winners = torch.cat([boards, more[0]]), torch.cat([winners, more[1]])
        batches = TensorBatches(
            boards, winners, batch_size=self.train.batch_size, seed=self.train.seed, device=device
        )
        info = BoardInfo(network=self.network)
        model = self.build_model(info)
        return Winner(model, batches, validation, (test[0], test[1]), self.rotated, info)

    def build_model(self, info: BoardInfo) -> nn.Module:
        sizes = self.sizes
        if self.network == "convnet":
            (hidden,) = sizes["hidden"]
            return WinnerClassifier(HEIGHT, WIDTH, sizes["width"], hidden, dropout=sizes["dropout"])
        return MLP(MLPConfig(in_features=HEIGHT * WIDTH, n_classes=3, **{"hidden": ()} | sizes))


def regress(seed: int) -> float:
    """Accuracy of scikit-learn's logistic regression, regularized by training games."""
    from sklearn.linear_model import LogisticRegressionCV  # a second, for the comparison only

    boards, winners, test, truth = split(seed)
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
    """Accuracy of always predicting the commonest winner of the training games."""
    _, winners, _, truth = split(seed)
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
