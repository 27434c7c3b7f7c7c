"""`pyrat-imitation`: learn to play PyRat from the values that a planner gives to every goal.

The bare move of a teacher is little information; the value of every goal is much. The network
learns softmax(value / temperature) over the goals, so goals that are nearly as good count nearly as
much, and the noise of single rollouts averages out.

Shapes: B batch, K cheeses.
"""

from dataclasses import asdict, dataclass, field
from typing import Annotated

import torch
from torch import nn

from gradatim.data.info import BoardInfo
from gradatim.help import Help
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.pyrat.matches.precompile import precompile
from gradatim.recipes.base import Recipe
from gradatim.recipes.pyrat.evaluation import MatchConfig
from gradatim.recipes.pyrat.imitation.planner_dataset import PlannerConfig, PlannerDataset
from gradatim.recipes.pyrat.imitation.task import Imitation, ImitationConfig
from gradatim.training import OptimizerConfig, ScheduleConfig, TrainConfig
from gradatim.validation import require_sizes

ALL_PRESETS = ("default", "course", "walls", "tournament", "lab")


@dataclass(frozen=True, kw_only=True)
class PyRatImitation(Recipe):
    """Supervised learning from the planner, on many kinds of boards at once."""

    data: PlannerConfig = field(default_factory=lambda: PlannerConfig(presets=ALL_PRESETS))
    visits: Annotated[int, Help("times that the network is trained on each batch, at least 1")] = 3
    model: CheeseTransformerConfig = field(
        default_factory=lambda: CheeseTransformerConfig(width=96, n_layers=3, hidden=192)
    )
    imitation: ImitationConfig = field(default_factory=ImitationConfig)
    evaluation: MatchConfig = field(default_factory=MatchConfig)

    info_type = BoardInfo
    use = "pyrat match {run} greedy"
    fixed = ("train.epochs",)  # games never end: a run is as long as its steps

    def __post_init__(self) -> None:
        require_sizes(self, "visits")

    def build(self, device: torch.device) -> Imitation:
        """Begin the games, and spread them over their course."""
        precompile()
        batches = PlannerDataset(
            self.data,
            batch_size=self.train.batch_size,
            n_second=self.data.second_goals,
            visits=self.visits,
            seed=self.train.seed,
        )
        info = BoardInfo(network="cheese-transformer", sizes=asdict(self.model))
        return Imitation(self.build_model(info), batches, info, self.imitation, self.evaluation)

    def build_model(self, info: BoardInfo) -> nn.Module:
        return CheeseTransformer(self.model)


RECIPES: dict[str, Recipe] = {
    "pyrat-imitation": PyRatImitation(
        train=TrainConfig(
            steps=6000,
            batch_size=128,
            evaluate_every=1500,
            evaluate_seconds=30.0,
            optim=OptimizerConfig(
                optimizer="muon", learning_rate=0.02, grad_clip=1.0, weight_decay=0.01
            ),
            lr_schedule=ScheduleConfig(schedule="one-cycle", warmup=0.05),
        ),
    ),
}
