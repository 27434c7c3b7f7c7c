"""Label smoothing: a target that leaves a little doubt, so that a network does not grow ever surer.

Szegedy et al. 2016 (Rethinking the Inception Architecture, section 7): a fraction s of the target
is spread evenly over all K classes,

    q_k = (1 - s) [k is the label] + s / K,

and the loss is the cross-entropy with q. Scores then have a best size: with s = 0 the loss falls as
long as they grow.
"""

from typing import Annotated, Any

import torch.nn.functional as F
from torch import Tensor

from gradatim.help import Help

LabelSmoothing = Annotated[
    float, Help("fraction of the target spread over all classes or tokens, 0 to below 1")
]


def smoothed_cross_entropy(
    logits: Tensor, targets: Tensor, smoothing: float, **options: Any
) -> Tensor:
    """Mean cross-entropy with the smoothed targets.

    Args:
        logits: (B, K).
        targets: labels, int64 (B,), or distributions over the classes, (B, K).
        smoothing: s, 0 to below 1: at 1 nothing of the labels would be left.
        **options: others of PyTorch's `cross_entropy`: `weight` per class, `ignore_index`.
    """
    # A target of exactly 1 is reached at infinite scores only: smoothed, the loss has a minimum.
    return F.cross_entropy(logits, targets, label_smoothing=smoothing, **options)
