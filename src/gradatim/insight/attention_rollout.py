"""Attention rollout: what a Transformer's answer looked at, through all layers.

One layer's attention says from which places a place took; through the skip connection it also kept
itself. Multiplied over the layers, (A + I) / 2 says from which input words or patches the last
layer's places are made. It ignores the values and the feed-forward networks, so it is a hint.

Shapes: B batch, H heads, T places.

S. Abnar, W. Zuidema, "Quantifying Attention Flow in Transformers", ACL 2020, arXiv:2005.00928.
"""

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.insight.attribution import evaluating
from gradatim.models.attention import attention_maps


def rollout(maps: Iterable[Tensor]) -> Tensor:
    """Multiply the layers' attention, skip connections included.

    Args:
        maps: the layers' weights from the first to the last, (B, H, T, T) each.

    Returns:
        How much each place of the input is in each place of the output, (B, T, T); rows sum to 1.
    """
    flow: Tensor | None = None
    for weights in maps:
        # Heads write into one sum, so on average each has an equal part in it (section 3).
        mean = weights.mean(1)  # over the heads, (B, T, T)
        # Section 3, A = 0.5 W + 0.5 I: the block adds what it read to what was there.
        step = (mean + torch.eye(mean.shape[-1]).to(mean)) / 2
        step = step / step.sum(-1, keepdim=True)
        # Equation 1. The later layer stands on the left: its rows ask, and the earlier ones answer.
        flow = step if flow is None else step @ flow
    if flow is None:
        raise UserError("this model has no attention layers, so there is nothing to roll out.")
    return flow


def rollout_of(model: nn.Module, inputs: Tensor) -> Tensor:
    """Run a model and roll its self-attention out.

    Args:
        model: a GPT, LLaMA, BERT or ViT.
        inputs: tokens (B, T) or images (B, C, H, W).

    Raises:
        UserError: a model without self-attention from its input to its output.
    """
    with evaluating(model):
        # Square maps only: cross-attention goes to another sequence, and cannot be multiplied on.
        maps = [w for w in attention_maps(model, inputs).values() if w.shape[-1] == w.shape[-2]]
    return rollout(maps)


def patch_map(flow: Tensor, height: int, width: int) -> Tensor:
    """What the class token of a ViT looked at: (B, 1 + P, 1 + P) to (B, height, width) of patches.

    Raises:
        UserError: as many patches as places are not there.
    """
    if flow.shape[-1] != 1 + height * width:
        raise UserError(
            f"{flow.shape[-1] - 1} patches do not make a map of {height}x{width} patches."
        )
    # Row 0 is the class token, which answers; its column 0 is what it took from itself.
    return flow[:, 0, 1:].unflatten(1, (height, width))
