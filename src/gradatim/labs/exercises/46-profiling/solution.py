import statistics
from collections.abc import Callable

import torch
from torch import Tensor
from torch.profiler import ProfilerActivity, profile


def median_time(
    function: Callable[[], object], clock: Callable[[], float], warmup: int, repeats: int
) -> float:
    for _ in range(warmup):
        function()
    durations = []
    for _ in range(repeats):
        start = clock()
        function()
        durations.append(clock() - start)
    return statistics.median(durations)


def operations(function: Callable[[Tensor], Tensor], x: Tensor) -> dict[str, int]:
    with profile(activities=[ProfilerActivity.CPU]) as found:
        function(x)
    return {entry.key: entry.count for entry in found.key_averages()}


def graphs(function: Callable[[Tensor], Tensor], inputs: list[Tensor]) -> int:
    torch.compiler.reset()
    compiled = []

    def backend(graph_module, example_inputs):
        compiled.append(graph_module)
        return graph_module.forward

    fast = torch.compile(function, backend=backend, dynamic=False)
    for x in inputs:
        fast(x)
    return len(compiled)


def balance(x: Tensor) -> Tensor:
    return torch.where(x.sum() > 0, 2 * x, x - 1)
