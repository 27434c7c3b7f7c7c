"""Profiling and torch.compile: read task.md, then replace each `raise`."""

from collections.abc import Callable

from torch import Tensor


def median_time(
    function: Callable[[], object], clock: Callable[[], float], warmup: int, repeats: int
) -> float:
    raise NotImplementedError


def operations(function: Callable[[Tensor], Tensor], x: Tensor) -> dict[str, int]:
    raise NotImplementedError


def graphs(function: Callable[[Tensor], Tensor], inputs: list[Tensor]) -> int:
    raise NotImplementedError


def balance(x: Tensor) -> Tensor:
    """(n,) -> (n,)"""
    raise NotImplementedError
