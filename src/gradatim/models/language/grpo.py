"""Group relative policy optimization: reinforcement from a reward that can be checked.

The model answers every question several times. An answer that earns more than the others to the
same question becomes likelier, one that earns less unlikelier. The mean of the group is the
baseline, so that no second network has to guess the value of a question.
Source: Shao et al. 2024, "DeepSeekMath", section 4.1, equations 3 and 4.

Shapes: Q questions, G answers to each, B = Q x G answers, T tokens.
"""

import torch
from torch import Tensor


def group_advantages(rewards: Tensor) -> Tensor:
    """How much better each answer is than the others to its question.

    Args:
        rewards: (Q, G).

    Returns:
        (reward - mean) / standard deviation of its group, (Q, G); 0 where all are equal.
    """
    centered = rewards - rewards.mean(1, keepdim=True)
    # A group whose answers are all right, or all wrong, teaches nothing.
    return centered / (rewards.std(1, keepdim=True) + 1e-4)


def grpo_loss(
    log_probabilities: Tensor,
    old: Tensor,
    advantages: Tensor,
    own: Tensor,
    clip: float = 0.2,
) -> Tensor:
    """The clipped policy gradient.

    The paper adds a pull back to the model that training started from; with a reward that cannot be
    cheated, such as a right sum, it is not needed and left out.

    Args:
        log_probabilities: of every token under the model that learns, (B, T).
        old: the same under the model that wrote the answers.
        advantages: of the answers, (B,).
        own: boolean (B, T), True where the model itself wrote the token.
        clip: how far the ratio of the two may leave 1 before the gradient stops.

    Returns:
        The mean over answers of their mean over tokens.
    """
    ratio = (log_probabilities - old).exp()  # (B, T)
    gain = advantages[:, None]  # every token of an answer is held responsible for it
    # Beyond the clip the gradient stops: an old answer says little about a model that has moved.
    policy = -torch.minimum(ratio * gain, ratio.clamp(1 - clip, 1 + clip) * gain)
    return ((policy * own).sum(1) / own.sum(1).clamp(min=1)).mean()
