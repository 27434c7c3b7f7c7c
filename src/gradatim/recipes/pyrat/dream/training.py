"""`pyrat-dream`: a small Transformer learns the next board from the engine's endless exact data.

Shapes: B boards, N games, P = 2 players.
"""

from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from gradatim.data.info import BoardInfo
from gradatim.help import Help
from gradatim.models.pyrat.dream import DreamConfig, DreamTransformer
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.game.rules import GameRecord
from gradatim.pyrat.matches.game_svg import game_svg
from gradatim.recipes.base import Recipe
from gradatim.recipes.pyrat.dream.boards import (
    Boards,
    boards_of,
    dream,
    equal,
    fields_of,
    surprise,
)
from gradatim.recipes.pyrat.dream.play import LEARNED, Turn, TurnBatches
from gradatim.recipes.pyrat.games import find_preset
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig
from gradatim.training.optimizers import transformer_groups
from gradatim.training.run_folder.checkpoint import unwrapped
from gradatim.validation import require_fraction, require_sizes

MEASURED_MAZES = 64
VALIDATION_SEED, TEST_SEED = 50_000_000, 60_000_000  # of mazes that no run learns on
PART = 128  # boards predicted at once
N_VALIDATION = 1024  # next boards that are measured during a run


@dataclass(frozen=True, kw_only=True)
class DreamEvaluation:
    """What is measured at the end of a run."""

    preset: Annotated[
        str,
        Help("kind of game that is dreamed: default, course, walls, tournament, lab, small, large"),
    ] = "default"
    eval_boards: Annotated[int, Help("next boards predicted at the end, at least 1")] = 2560
    eval_dreams: Annotated[int, Help("games dreamed to their end, at least 1")] = 20

    def __post_init__(self) -> None:
        require_sizes(self, "eval_boards", "eval_dreams")
        find_preset(self.preset, "preset")


class DreamTask(Task):
    """Predict the next board.

    Args:
        model: of the world.
        batches: turns to learn from.
        evaluation: what is measured at the end.
        info: sizes of the model.
        device: where the model computes.
    """

    model: DreamTransformer

    def __init__(
        self,
        model: DreamTransformer,
        batches: TurnBatches,
        evaluation: DreamEvaluation,
        *,
        info: BoardInfo,
        device: torch.device,
    ) -> None:
        self.model, self.batches, self.evaluation = model, batches, evaluation
        self.info, self.device = info, device

    parameter_groups = transformer_groups

    def loss(self, batch: Turn) -> tuple[Tensor, dict[str, Tensor]]:
        """Minus the logarithm of the probability of the next board, in nats."""
        before, moves, after = batch.to(self.device)
        return surprise(self.model(fields_of(before, moves)), before, after).mean(), {}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Measure next boards; at the end those of whole games, and dreams of them."""
        model: Any = unwrapped(self.model)
        if not final:
            return measure_boards(model, LEARNED, N_VALIDATION, VALIDATION_SEED, self.device)
        preset = find_preset(self.evaluation.preset)
        lengths = dream_games(model, preset, self.evaluation.eval_dreams, self.device)
        return measure_boards(
            model, preset, self.evaluation.eval_boards, TEST_SEED, self.device
        ) | {
            "median_exact_turns": float(np.median(lengths.exact)),
            "whole_games_exact": float((lengths.exact == lengths.played).mean()),
            "median_turns_of_games": float(np.median(lengths.played)),
        }

    def sample(self) -> dict[str, bytes]:
        """The dream of one game on an unseen maze, from its first board and all moves on."""
        model: Any = unwrapped(self.model)
        play = TurnBatches(LEARNED, 1, batch_size=1, seed=VALIDATION_SEED, random_moves=0.0)
        games, kept = play.games, []
        games.reset()
        dreamed, exact, right = boards_of(games), 0, True
        kept.append(dreamed)
        while not (games.state.over | games.state.capped).all():
            moves = play.moves()
            games.step(moves)
            actions = torch.from_numpy(moves.astype(np.int64))
            before = dreamed.to(self.device)
            dreamed = dream(model, before, actions.to(self.device)).to(torch.device("cpu"))
            kept.append(dreamed)
            right = right and bool(equal(dreamed, boards_of(games)))
            exact += right
        said = f"a dreamed game; exact for {exact} of {len(kept) - 1} turns"
        drawing = game_svg(games.pool.maze(0), _record(kept), said)
        return {"svg": drawing.encode(), "txt": said.encode()}


def _record(boards: list[Boards]) -> GameRecord:
    """Boards after one another as a game to be drawn; on its way in mud a player stands still."""
    position = torch.cat([b.position for b in boards]).numpy().astype(np.int16)  # (T + 1, P)
    score = torch.cat([b.score for b in boards]).numpy().astype(np.float32)
    outside = np.full_like(position, -1)
    return GameRecord(
        position=position,
        mud_target=outside,
        mud_left=np.zeros_like(position),
        score=score,
        cheese=torch.cat([b.cheese for b in boards]).numpy(),
        over=np.zeros(len(boards), bool),
    )


def measure_boards(
    model: DreamTransformer, preset: Preset, n: int, seed: int, device: torch.device
) -> dict[str, float]:
    """The loss, and the fraction of next boards that are right in everything.

    Args:
        model: of the world.
        preset: the kind of game.
        n: boards, rounded up to whole parts.
        seed: of mazes and games.
        device: where the model computes.
    """
    losses, exact = [], []
    play = TurnBatches(preset, MEASURED_MAZES, batch_size=min(n, PART), seed=seed)
    for _ in range(-(-n // PART)):
        before, moves, after = next(play).to(device)
        losses.append(surprise(model(fields_of(before, moves)), before, after))
        exact.append(equal(dream(model, before, moves), after))
    return {
        "loss": torch.cat(losses).mean().item(),
        "next_board_accuracy": torch.cat(exact).float().mean().item(),
    }


class Lengths(NamedTuple):
    """How long dreams stay exact."""

    exact: np.ndarray  # turns before the first error; all of a game without one, (N,)
    played: np.ndarray  # turns of each game, (N,)


def dream_games(model: DreamTransformer, preset: Preset, n: int, device: torch.device) -> Lengths:
    """Play n games, and dream them from their first board and all moves on."""
    play = TurnBatches(
        preset.capped(), MEASURED_MAZES, batch_size=n, seed=TEST_SEED + MEASURED_MAZES
    )
    games = play.games
    games.reset()
    dreamed = boards_of(games).to(device)
    exact, played, right = np.zeros(n, int), np.zeros(n, int), np.ones(n, bool)
    while not (over := games.state.over | games.state.capped).all():
        moves = play.moves()
        games.step(moves)
        dreamed = dream(model, dreamed, torch.from_numpy(moves.astype(np.int64)).to(device))
        right &= equal(dreamed, boards_of(games).to(device)).cpu().numpy() | over
        played += ~over
        exact += ~over & right
    return Lengths(exact, played)


@dataclass(frozen=True, kw_only=True)
class PyRatDream(Recipe):
    """A world model of PyRat."""

    mazes: Annotated[
        int, Help("mazes that are learned on, 7 x 7 cells with much mud, at least 1")
    ] = 2048
    random_moves: Annotated[
        float,
        Help("fraction of random moves in the games learned from, 0 to below 1"),
    ] = 0.5
    model: DreamConfig = field(default_factory=DreamConfig)
    evaluation: DreamEvaluation = field(default_factory=DreamEvaluation)

    info_type = BoardInfo
    use = "pyrat match {run} greedy"

    def __post_init__(self) -> None:
        require_sizes(self, "mazes")
        require_fraction(self, "random_moves")

    def build(self, device: torch.device) -> DreamTask:
        """Begin the games, and join them with the model."""
        info = BoardInfo(network="dream", sizes=asdict(self.model))
        batches = TurnBatches(
            LEARNED,
            self.mazes,
            batch_size=self.train.batch_size,
            seed=self.train.seed * 100_000,
            random_moves=self.random_moves,
        )
        return DreamTask(self.build_model(info), batches, self.evaluation, info=info, device=device)

    def build_model(self, info: BoardInfo) -> DreamTransformer:
        """Build the model of these sizes."""
        return DreamTransformer(DreamConfig(**info.sizes))


RECIPES: dict[str, Recipe] = {
    "pyrat-dream": PyRatDream(
        train=TrainConfig(
            steps=1000,
            batch_size=64,
            evaluate_every=200,
            threads=1,
            optim=OptimizerConfig(
                optimizer="muon", learning_rate=0.02, adamw_lr_ratio=0.15, grad_clip=1.0
            ),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.05),
        ),
    ),
}
