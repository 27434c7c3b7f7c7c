"""Parallel loops over games: a compiled kernel gets (start, stop, ...) and runs without the lock.

Plain threads over `nogil` kernels, and not Numba's parallel loops: they compile in a third of the
time, work with any threading layer, and survive a fork (the official game forks its players).
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache


def n_threads() -> int:
    """Cores that this process may use; OMP_NUM_THREADS lowers the number, as for torch."""
    free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    return min(free, int(wanted)) if wanted.isdigit() and int(wanted) > 0 else free


@cache
def _workers(process: int, n: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(n, thread_name_prefix=f"pyrat-{process}")


def parallel_for(kernel: Callable, n: int, *arguments: object, grain_size: int = 1024) -> None:
    """Run kernel(start, stop, *arguments) on slices that cover range(n).

    Args:
        kernel: a function compiled with nogil=True that writes only its own slice.
        n: number of items (games or mazes).
        grain_size: fewest items that are worth a thread of their own.
    """
    n_slices = max(1, min(n_threads(), n // grain_size))
    if n_slices == 1:
        kernel(0, n, *arguments)
        return
    # The process number is part of the key: threads do not live on in a forked child.
    workers = _workers(os.getpid(), n_slices - 1)
    bounds = [n * i // n_slices for i in range(n_slices + 1)]
    # The caller takes the first slice itself: one thread fewer to wake.
    waiting = [
        workers.submit(kernel, bounds[i], bounds[i + 1], *arguments) for i in range(1, n_slices)
    ]
    kernel(0, bounds[1], *arguments)
    for future in waiting:
        future.result()
