"""The squared error: read task.md, then replace each `raise`."""

from torch import Tensor


def squared_error(prediction: Tensor, target: Tensor) -> Tensor:
    """Two tensors of one shape -> one number (a tensor without axes)"""
    raise NotImplementedError


def column_or_row(prediction: Tensor, target: Tensor) -> Tensor:
    """prediction (B, 1), target (B,) -> one number"""
    raise NotImplementedError


def gradient(prediction: Tensor, target: Tensor) -> Tensor:
    """d squared_error / d prediction, in the shape of prediction"""
    raise NotImplementedError
