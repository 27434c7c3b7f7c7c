"""Targets of a masked language model: read task.md, then replace each `raise`."""

from torch import Tensor


def choose(tokens: Tensor, special: list[int], p: float) -> Tensor:
    """(B, T) -> (B, T) of bool"""
    raise NotImplementedError


def corrupt(tokens: Tensor, chosen: Tensor, mask_id: int, n_vocabulary: int) -> Tensor:
    """(B, T) -> (B, T)"""
    raise NotImplementedError


def targets(tokens: Tensor, chosen: Tensor) -> Tensor:
    """(B, T) -> (B, T) with -100 where nothing is predicted"""
    raise NotImplementedError


def loss(logits: Tensor, targets: Tensor) -> Tensor:
    """logits (B, T, V), targets (B, T) -> one number"""
    raise NotImplementedError
