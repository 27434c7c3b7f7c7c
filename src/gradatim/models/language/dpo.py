"""Direct preference optimization: a model learns which of two answers people prefer.

Reinforcement from human feedback first learns a reward r from the pairs, then a policy that earns
much of it while staying near the model it started from. For that policy r is known in closed
form, r = beta log(policy / reference): put into the loss of the pairs, the reward model drops out,
and a classification loss remains.
Source: Rafailov et al. 2023, "Direct preference optimization", equation 7.

Shapes: B pairs, T tokens, V vocabulary.
"""

import torch.nn.functional as F
from torch import Tensor

IGNORED = -100


def answer_log_probability(logits: Tensor, targets: Tensor) -> Tensor:
    """How likely a model finds whole answers: the sum of the log-probabilities of their tokens.

    Args:
        logits: scores, (B, T, V).
        targets: int64 (B, T), the next tokens; -100 outside of the answer.

    Returns:
        (B,), in nats.
    """
    # A sum and no mean per token: the probability of a whole answer is a product over its tokens.
    losses = F.cross_entropy(
        logits.flatten(0, 1).float(), targets.flatten(), ignore_index=IGNORED, reduction="none"
    )  # 0 at the places that are not asked
    return -losses.view(targets.shape).sum(1)


def implicit_reward(policy: Tensor, reference: Tensor, beta: float) -> Tensor:
    """The reward that a policy acts as if it had learned, from log-probabilities (B,)."""
    # The formula has a term that depends on the prompt only: in a
    # difference it drops out (section 4).
    return beta * (policy - reference)


def dpo_loss(
    chosen: Tensor,
    rejected: Tensor,
    reference_chosen: Tensor,
    reference_rejected: Tensor,
    beta: float,
) -> Tensor:
    """-log sigmoid(reward of the chosen answer - reward of the rejected one), a mean over pairs.

    Args:
        chosen, rejected: log-probabilities (B,) of the answers under the model that learns.
        reference_chosen, reference_rejected: the same under the model it started from.
        beta: how costly it is to move away from there; large: it hardly moves.
    """
    # Bradley and Terry's model of choice: one answer is preferred with probability sigmoid(margin).
    margin = implicit_reward(chosen, reference_chosen, beta) - implicit_reward(
        rejected, reference_rejected, beta
    )
    return -F.logsigmoid(margin).mean()
