import torch
from torch import Tensor
from torch.nn import functional as F


def choose(tokens: Tensor, special: list[int], p: float) -> Tensor:
    ordinary = ~torch.isin(tokens, torch.tensor(special))
    return (torch.rand(tokens.shape) < p) & ordinary


def corrupt(tokens: Tensor, chosen: Tensor, mask_id: int, n_vocabulary: int) -> Tensor:
    u = torch.rand(tokens.shape)
    random = torch.randint(n_vocabulary, tokens.shape)
    result = torch.where(chosen & (u < 0.8), mask_id, tokens)
    return torch.where(chosen & (u >= 0.8) & (u < 0.9), random, result)


def targets(tokens: Tensor, chosen: Tensor) -> Tensor:
    return tokens.masked_fill(~chosen, -100)


def loss(logits: Tensor, targets: Tensor) -> Tensor:
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=-100)
