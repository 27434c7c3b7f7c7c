"""Split compiled work over the cores: a kernel gets (start, stop, ...) and runs without the lock.

Plain threads over `nogil` kernels, and not Numba's parallel loops: they compile in a third of the
time, work with any threading layer, and survive a fork (the official game forks its players).
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache


def n_threads() -> int:
    """Cores this process may use; OMP_NUM_THREADS lowers it, as for torch."""
    free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    asked = os.environ.get("OMP_NUM_THREADS", "")
    return min(free, int(asked)) if asked.isdigit() and int(asked) > 0 else free


@cache
def _workers(process: int, n: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(n, thread_name_prefix=f"pyrat-{process}")


def over(kernel: Callable, n: int, *arguments: object, at_least: int = 1024) -> None:
    """Run kernel(start, stop, *arguments) on slices that cover range(n).

    Args:
        kernel: a function compiled with nogil=True that writes only its own slice.
        n: number of items (games or mazes).
        at_least: items below which a slice is not worth a thread.
    """
    n_slices = max(1, min(n_threads(), n // at_least))
    if n_slices == 1:
        kernel(0, n, *arguments)
        return
    # The process number is part of the key: threads do not live on in a forked child.
    workers = _workers(os.getpid(), n_slices - 1)
    bounds = [n * i // n_slices for i in range(n_slices + 1)]
    waiting = [
        workers.submit(kernel, bounds[i], bounds[i + 1], *arguments) for i in range(1, n_slices)
    ]
    kernel(0, bounds[1], *arguments)
    for future in waiting:
        future.result()
