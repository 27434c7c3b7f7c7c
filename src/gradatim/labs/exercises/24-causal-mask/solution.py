import torch
from torch import Tensor


def causal_mask(T: int) -> Tensor:
    return torch.ones(T, T, dtype=torch.bool).tril()


def padding_mask(lengths: Tensor, T: int) -> Tensor:
    return torch.arange(T) < lengths[:, None]  # (T,) < (B, 1)


def masked_weights(scores: Tensor, mask: Tensor) -> Tensor:
    return scores.masked_fill(~mask, float("-inf")).softmax(dim=-1)
