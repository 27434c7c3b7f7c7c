"""The task of imitation: match the policy of a teacher that knows the value of every goal."""

from dataclasses import dataclass
from typing import Annotated

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.info import BoardInfo
from gradatim.help import Help
from gradatim.pyrat.players.network_player import NetworkPlayer
from gradatim.recipes.pyrat.evaluation import MatchConfig
from gradatim.recipes.pyrat.imitation.planner_dataset import PlannerDataset, PolicyBatch
from gradatim.training import Task
from gradatim.validation import require_not_negative, require_positive


@dataclass(frozen=True, kw_only=True)
class ImitationConfig:
    """The loss of imitation."""

    temperature: Annotated[
        float, Help("softmax temperature of the teacher's policy, in pieces of cheese, above 0")
    ] = 0.7
    value_weight: Annotated[float, Help("weight of the value's error in the loss, at least 0")] = (
        0.2
    )

    def __post_init__(self) -> None:
        require_positive(self, "temperature")
        require_not_negative(self, "value_weight")


class Imitation(Task):
    """Learn a teacher's values of goals.

    Args:
        model: a `CheeseTransformer`.
        batches: labeled positions.
        info: kind and sizes of the network.
        config: of the loss.
        evaluation: matches.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: PlannerDataset,
        info: BoardInfo,
        config: ImitationConfig,
        evaluation: MatchConfig,
    ):
        self.model, self.batches, self.info = model, batches, info
        self.config, self.evaluation = config, evaluation

    def loss(self, batch: PolicyBatch) -> tuple[Tensor, dict[str, Tensor]]:
        """Divergence of the policy from the teacher's, plus the error of the value."""
        device = next(self.model.parameters()).device
        tokens, between, summary, values = (part.to(device) for part in batch)
        output = self.model(tokens, between.float(), summary)
        present = tokens[..., 0] > 0
        target = (values / self.config.temperature).softmax(1)  # (B, K)
        # Finite where no cheese is: 0 * -inf is NaN, and its gradient too.
        log_policy = output.policy.masked_fill(~present, -1e9).log_softmax(1)
        divergence = F.kl_div(log_policy, target, reduction="batchmean")
        best = values.amax(1)
        error = F.smooth_l1_loss(output.value, best)
        chosen = output.policy.detach().argmax(1, keepdim=True)
        # Goals that the teacher did not try count as the worst that it tried.
        worst = values.masked_fill(values.isinf(), torch.inf).amin(1, keepdim=True)
        regret = (best[:, None] - values.maximum(worst).gather(1, chosen)).mean()
        loss = divergence + self.config.value_weight * error
        return loss, {"regret": regret, "divergence": divergence.detach(), "value": error.detach()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Play matches on unseen mazes; the loss is the mean fraction of points lost."""
        return self.evaluation.play(lambda seed: NetworkPlayer(self.model, seed=seed), final=final)

    def sample(self) -> dict[str, bytes]:
        """A game against the first opponent."""
        return self.evaluation.sample(lambda seed: NetworkPlayer(self.model, seed=seed))
