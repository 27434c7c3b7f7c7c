"""`pyrat-imitation`: learn to play PyRat from what a planner thinks of every goal.

The bare move of a teacher is one word; what every goal is worth is a page. The network learns
softmax(worth / temperature) over the goals, so goals that are nearly as good count nearly as much,
and the noise of single imagined games averages out.

Shapes: B batch, K cheeses.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn

from gradatim.data.info import BoardInfo
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.pyrat.evaluation import LADDER
from gradatim.recipes.pyrat.imitation_task import Imitation
from gradatim.training import OptimizerConfig, ScheduleConfig, TrainConfig

if TYPE_CHECKING:  # the game's compiler takes half a second to import: only those who play wait
    pass


@dataclass(frozen=True, kw_only=True)
class PyRatImitation(Recipe):
    """Supervised learning from the planner, on many kinds of boards at once."""

    info_type = BoardInfo

    settings: tuple[str, ...] = (  # boards to learn on
        "default",
        "course",
        "walls",
        "tournament",
        "lab",
    )
    width: int = 96  # of the Transformer
    n_layers: int = 3  # of the Transformer
    n_heads: int = 4  # of the Transformer
    hidden: int = 192  # of the Transformer's feed-forward networks
    temperature: float = 0.7  # of the teacher's policy, in pieces of cheese
    stray: float = 0.7  # temperature of the moves in the games, in pieces of cheese
    second_goals: int = 7  # the teacher tries after each first goal; 0: greedy at once
    value_weight: float = 0.2  # of the value's error in the loss
    visits: int = 3  # times the network sees each lesson
    mazes: int = 256  # of each setting
    judged: tuple[str, ...] = ("default", "course", "walls")  # settings of the matches
    ladder: tuple[str, ...] = LADDER  # opponents of the matches
    games: int = 100  # of each match during the run
    final_games: int = 400  # of each match at the end

    def build(self, device: torch.device) -> Imitation:
        """Set up the tables, let them play in."""
        from gradatim.pyrat.matches.precompile import precompile
        from gradatim.recipes.pyrat.planner_dataset import Lessons

        precompile()
        lessons = Lessons(
            self.settings,
            n_mazes=self.mazes,
            batch_size=self.train.batch_size,
            n_second=self.second_goals,
            temperature=self.stray,
            visits=self.visits,
            seed=self.train.seed,
        )
        info = BoardInfo(network="cheese-transformer")
        return Imitation(
            self.build_model(info),
            lessons,
            info,
            self,
            temperature=self.temperature,
            value_weight=self.value_weight,
        )

    def build_model(self, info: BoardInfo) -> nn.Module:
        return CheeseTransformer(
            CheeseTransformerConfig(
                width=self.width,
                n_layers=self.n_layers,
                n_heads=self.n_heads,
                hidden=self.hidden,
            )
        )


RECIPES: dict[str, Recipe] = {
    "pyrat-imitation": PyRatImitation(
        train=TrainConfig(
            steps=6000,
            batch_size=128,
            evaluate_every=1500,
            optim=OptimizerConfig(
                optimizer="muon", learning_rate=0.02, grad_clip=1.0, weight_decay=0.01
            ),
            lr_schedule=ScheduleConfig(schedule="one-cycle", warmup=0.05),
        ),
    ),
}
