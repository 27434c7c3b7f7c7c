"""The task of imitation: cross-entropy to the moves of a player."""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.info import BoardInfo
from gradatim.recipes.pyrat.evaluation import climb
from gradatim.recipes.pyrat.planner_dataset import Lesson, Lessons
from gradatim.training import Task


class Imitation(Task):
    """Learn a teacher's values.

    Args:
        model: a `CheeseTransformer`.
        batches: lessons.
        recipe: its knobs.
        info: kind and sizes of the network.
    """

    def __init__(
        self,
        model: nn.Module,
        batches: Lessons,
        info: BoardInfo,
        evaluation: Any,
        *,
        temperature: float,
        value_weight: float,
    ):
        self.model, self.batches, self.info, self.evaluation = model, batches, info, evaluation
        self.temperature, self.value_weight = temperature, value_weight

    def loss(self, batch: Lesson) -> tuple[Tensor, dict[str, Tensor]]:
        """How far the policy is from the teacher's, plus the error of the value."""
        device = next(self.model.parameters()).device
        tokens, between, summary, worth = (part.to(device) for part in batch)
        output = self.model(tokens, between.float(), summary)
        present = tokens[..., 0] > 0
        wanted = (worth / self.temperature).softmax(1)  # (B, K)
        there = output.policy.masked_fill(~present, -1e9).log_softmax(1)
        divergence = F.kl_div(there, wanted, reduction="batchmean")
        best = worth.amax(1)
        error = F.smooth_l1_loss(output.value, best)
        chosen = output.policy.detach().argmax(1, keepdim=True)
        # Goals that the teacher did not try count as the worst that it tried.
        tried = worth.masked_fill(worth.isinf(), torch.inf).amin(1, keepdim=True)
        regret = (best[:, None] - worth.maximum(tried).gather(1, chosen)).mean()
        loss = divergence + self.value_weight * error
        return loss, {"regret": regret, "divergence": divergence.detach(), "value": error.detach()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Climb the ladder on unseen mazes; the loss is the share of points lost, over all."""
        from gradatim.pyrat.players.network_player import NetworkPlayer

        return climb(
            lambda seed: NetworkPlayer(self.model, seed=seed), self.evaluation, final=final
        )
