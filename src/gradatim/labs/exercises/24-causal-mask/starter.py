"""Masks for attention: read task.md, then replace each `raise`."""

from torch import Tensor


def causal_mask(T: int) -> Tensor:
    """(T, T) of bool, True where t may attend to s"""
    raise NotImplementedError


def padding_mask(lengths: Tensor, T: int) -> Tensor:
    """(B,) -> (B, T) of bool"""
    raise NotImplementedError


def masked_weights(scores: Tensor, mask: Tensor) -> Tensor:
    """scores (B, T, S), mask of bool -> (B, T, S)"""
    raise NotImplementedError
