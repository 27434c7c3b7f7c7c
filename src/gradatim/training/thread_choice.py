"""How many CPU threads a small model trains fastest on, measured before a run begins.

Threads share the work of a layer and then wait for each other. On a small layer, or where other
programs take the cores, they wait longer than they compute, and one thread alone is faster. A run
repeats bit for bit with the same number of threads only, so it is one only where that is clearly
faster, and the number is kept in the run: resuming it, and the command that repeats it, use the
same.
"""

import copy
import os
import statistics
import time

import torch

from gradatim.training.device import Runtime
from gradatim.training.task import Task, loss_of

SECONDS, ROUNDS = 0.2, 5  # measure for so long, and at least so many steps of either
SMALL = 0.1  # seconds: a model whose step takes longer has layers that several threads share well
GAIN = 1.1  # one thread must be faster by this factor
OF_THE_USER = ("OMP_NUM_THREADS", "MKL_NUM_THREADS")  # where one of them is set, nothing is chosen


def measured_threads(task: Task, runtime: Runtime) -> int | None:
    """Measure a few forward and backward passes with one thread and with all that torch uses.

    Model, batches and random states are afterwards as before: a run that begins now is the run
    that would have begun without.

    Args:
        task: whose model is on the CPU. One that plays is not measured.
        runtime: with the precision to compute in.

    Returns:
        The number to train with; None where nothing is to be chosen.
    """
    n_threads = torch.get_num_threads()
    elsewhere = runtime.device.type != "cpu" or runtime.world_size > 1
    chosen = any(name in os.environ for name in OF_THE_USER)
    if elsewhere or chosen or n_threads == 1 or task.plays:
        return None
    before = copy.deepcopy((task.model.state_dict(), task.batches.state_dict(), task.state_dict()))
    random_state, was_training = torch.get_rng_state(), task.model.training
    try:
        return 1 if _one_is_faster(task, runtime, n_threads) else n_threads
    finally:
        torch.set_num_threads(n_threads)
        task.model.load_state_dict(before[0])
        task.model.zero_grad()
        task.model.train(was_training)
        task.batches.load_state_dict(before[1])
        task.load_state_dict(before[2])
        torch.set_rng_state(random_state)


def _one_is_faster(task: Task, runtime: Runtime, n_threads: int) -> bool:
    batch = next(task.batches)
    task.model.train()
    seconds: dict[int, list[float]] = {1: [], n_threads: []}
    begin = time.perf_counter()
    while len(seconds[1]) < ROUNDS or time.perf_counter() - begin < SECONDS:
        for threads, times in seconds.items():  # in turn: what else the computer does, changes
            torch.set_num_threads(threads)
            start = time.perf_counter()
            with runtime.autocast():
                loss, _ = loss_of(task, batch)
            loss.backward()
            times.append(time.perf_counter() - start)
        if min(seconds[1] + seconds[n_threads]) > SMALL:
            return False
    alone, together = (statistics.median(times) for times in seconds.values())
    return alone * GAIN < together
