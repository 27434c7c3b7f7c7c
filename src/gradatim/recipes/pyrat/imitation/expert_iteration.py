"""`pyrat-search`: expert iteration, a network that learns from a search which it guides.

Anthony et al. 2017, "Thinking fast and slow with deep learning and tree search". The expert grows a
tree over goals in every position, with the network's policy as prior and with rollouts in which the
opponent plays as it really does; the network learns the values that the expert found. The guiding
network is the one that the run starts from and does not change during the run: so a stopped run
resumes exactly, and the next iteration is a run that starts from this one.
"""

from dataclasses import asdict, dataclass, field
from typing import Annotated

import torch
from torch import nn

from gradatim.data.info import BoardInfo
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.pyrat.matches.precompile import precompile
from gradatim.recipes.base import Recipe
from gradatim.recipes.pyrat.evaluation import MatchConfig
from gradatim.recipes.pyrat.games import GamesConfig
from gradatim.recipes.pyrat.imitation.search_dataset import SearchConfig, SearchDataset
from gradatim.recipes.pyrat.imitation.task import Imitation, ImitationConfig
from gradatim.recipes.pyrat.open_policy import open_network
from gradatim.training import OptimizerConfig, ScheduleConfig, TrainConfig
from gradatim.validation import naming, require_sizes


@dataclass(frozen=True, kw_only=True)
class PyRatSearch(Recipe):
    """Expert iteration: learn the values that a search guided by the network finds."""

    init_from: Annotated[
        str, Help("run folder whose network guides the search and is trained on, or champion")
    ] = "champion"
    search: SearchConfig = field(default_factory=SearchConfig)
    data: GamesConfig = field(default_factory=GamesConfig)
    visits: Annotated[int, Help("times that the network is trained on each batch, at least 1")] = 2
    imitation: ImitationConfig = field(default_factory=ImitationConfig)
    evaluation: MatchConfig = field(default_factory=MatchConfig)

    info_type = BoardInfo
    use = "pyrat match {run} greedy"
    fixed = ("train.epochs",)  # games never end: a run is as long as its steps

    def __post_init__(self) -> None:
        require_sizes(self, "visits")

    def build(self, device: torch.device) -> Imitation:
        """Open the network, begin the games."""
        with naming("init_from", self.init_from):
            guide = open_network(self.init_from)
        if not isinstance(guide, CheeseTransformer):
            raise UserError(
                f"{self.init_from} holds a {type(guide).__name__}, which does not rate cheeses: "
                "start from a run of `gradatim train pyrat-imitation` or `pyrat-search`, or from "
                "champion."
            )
        precompile()
        info = BoardInfo(network="cheese-transformer", sizes=asdict(guide.config))
        model = self.build_model(info)
        model.load_state_dict(guide.state_dict())
        batches = SearchDataset(
            self.data,
            network=guide,
            search=self.search,
            batch_size=self.train.batch_size,
            visits=self.visits,
            seed=self.train.seed,
        )
        task = Imitation(model, batches, info, self.imitation, self.evaluation)
        task.plays = True  # the search that labels the positions asks the model
        return task

    def build_model(self, info: BoardInfo) -> nn.Module:
        return CheeseTransformer(CheeseTransformerConfig(**info.sizes))


RECIPES: dict[str, Recipe] = {
    "pyrat-search": PyRatSearch(
        train=TrainConfig(
            steps=2000,
            batch_size=128,
            evaluate_every=500,
            evaluate_seconds=30.0,
            optim=OptimizerConfig(learning_rate=5e-4, grad_clip=1.0, weight_decay=0.01),
            lr_schedule=ScheduleConfig(schedule="one-cycle", warmup=0.05),
        ),
    ),
}
