"""`pyrat-search`: expert iteration, a network that learns from a search which it guides.

Anthony et al. 2017, "Thinking fast and slow with deep learning and tree search". The expert grows a
tree over goals in every position, with the network's policy as prior and with imagined games in
which the other plays as it really does; the network learns what the expert found each goal to be
worth. The guiding network is the one that the run starts from and does not change during the run:
so a stopped run goes on exactly, and the next iteration is a run that starts from this one.
"""

from dataclasses import asdict, dataclass

import torch
from torch import nn

from gradatim.data.info import BoardInfo
from gradatim.errors import UserError
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.recipes.base import Recipe
from gradatim.recipes.pyrat.evaluation import LADDER
from gradatim.recipes.pyrat.imitation_task import Imitation
from gradatim.recipes.pyrat.open_policy import open_network
from gradatim.training import OptimizerConfig, ScheduleConfig, TrainConfig


@dataclass(frozen=True, kw_only=True)
class PyRatSearch(Recipe):
    """Expert iteration: learn what a search guided by the network finds goals worth."""

    info_type = BoardInfo

    from_: str = "champion"  # run folder whose network guides the search and learns, or champion
    rollouts: int = 150  # imagined games in each position
    win_weight: float = 0.7  # of winning beside the lead in what a goal is worth, 0 to 1
    settings: tuple[str, ...] = ("default", "course", "walls", "tournament")  # boards to learn on
    temperature: float = 0.7  # of the teacher's policy, in pieces of cheese
    stray: float = 0.7  # temperature of the moves in the games, in pieces of cheese
    value_weight: float = 0.2  # of the value's error in the loss
    mazes: int = 256  # of each setting
    judged: tuple[str, ...] = ("default", "course", "walls")  # settings of the matches
    ladder: tuple[str, ...] = LADDER  # opponents of the matches
    games: int = 100  # of each match during the run
    final_games: int = 400  # of each match at the end

    def build(self, device: torch.device) -> Imitation:
        """Open the network, set up the tables, let them play in."""
        from gradatim.pyrat.matches.precompile import precompile

        guide = open_network(self.from_)
        if not isinstance(guide, CheeseTransformer):
            raise UserError(
                f"{self.from_} holds a {type(guide).__name__}, which does not judge cheeses: start "
                "from a run of `gradatim train pyrat-imitation` or `pyrat-search`, or from "
                "champion."
            )
        if self.rollouts < 15:
            raise UserError(
                f"rollouts is {self.rollouts}: 15 at least, so that every first goal is tried."
            )
        if not 0 <= self.win_weight <= 1:
            raise UserError(f"win_weight is a share from 0 to 1, not {self.win_weight:g}.")
        from gradatim.recipes.pyrat.search_dataset import SearchLessons

        precompile()
        info = BoardInfo(network="cheese-transformer", sizes=asdict(guide.config))
        model = self.build_model(info)
        model.load_state_dict(guide.state_dict())
        lessons = SearchLessons(
            self.settings,
            n_mazes=self.mazes,
            batch_size=self.train.batch_size,
            n_second=0,
            temperature=self.stray,
            seed=self.train.seed,
            network=guide,
            rollouts=self.rollouts,
            win_weight=self.win_weight,
        )
        return Imitation(
            model,
            lessons,
            info,
            self,
            temperature=self.temperature,
            value_weight=self.value_weight,
        )

    def build_model(self, info: BoardInfo) -> nn.Module:
        return CheeseTransformer(CheeseTransformerConfig(**info.sizes))


RECIPES: dict[str, Recipe] = {
    "pyrat-search": PyRatSearch(
        train=TrainConfig(
            steps=2000,
            batch_size=128,
            evaluate_every=500,
            optim=OptimizerConfig(learning_rate=5e-4, grad_clip=1.0, weight_decay=0.01),
            lr_schedule=ScheduleConfig(schedule="one-cycle", warmup=0.05),
        ),
    ),
}
