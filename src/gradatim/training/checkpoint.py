"""Everything a run needs to go on as if it had never stopped, in one dictionary.

Weights, optimizers, averaged weights, the place in the data, and the loop's own counters. The
random numbers of a step (dropout) follow from seed, step and process, so there is no random state
to keep. With sharding, the whole state is gathered to process 0 and spread again on loading.
"""

from typing import Any

import torch
from torch import nn
from torch.distributed.checkpoint.state_dict import (
    StateDictOptions,
    get_model_state_dict,
    get_optimizer_state_dict,
    set_model_state_dict,
    set_optimizer_state_dict,
)

from gradatim.training.device import Runtime
from gradatim.training.ema import WeightAverage
from gradatim.training.task import Task

GATHER = StateDictOptions(full_state_dict=True, cpu_offload=True)
SPREAD = StateDictOptions(full_state_dict=True, broadcast_from_rank0=True)


def bare(model: nn.Module) -> nn.Module:
    """Return the model without the wrapper that joins several processes."""
    return model.module if isinstance(model, nn.parallel.DistributedDataParallel) else model


def weights_of(model: nn.Module, runtime: Runtime) -> dict[str, Any]:
    """Return the whole weights under their plain names."""
    if runtime.options.shard:
        return get_model_state_dict(model, options=GATHER)
    return bare(model).state_dict()


def gather(
    task: Task,
    optimizers: list[torch.optim.Optimizer],
    average: WeightAverage | None,
    loop: dict[str, Any],
    runtime: Runtime,
) -> dict[str, Any]:
    """Collect the state of a run.

    Args:
        task: whose model, batches and own state are kept.
        optimizers: of the model.
        average: of the weights, if there is one.
        loop: counters of the loop (plain values).
        runtime: tells whether the model is sharded.
    """  # fmt: skip
    optimizer_states = [
        {}  # before its first step: asking for the state of a sharded one would make a step
        if not optimizer.state
        else get_optimizer_state_dict(task.model, optimizer, options=GATHER)
        if runtime.options.shard
        else optimizer.state_dict()
        for optimizer in optimizers
    ]
    return {
        "model": weights_of(task.model, runtime),
        "optimizers": optimizer_states,
        "average": average.state_dict() if average else {},
        "batches": task.batches.state_dict(),
        "task": task.state_dict(),
        "loop": loop,
    }


def restore(
    state: dict[str, Any],
    task: Task,
    optimizers: list[torch.optim.Optimizer],
    average: WeightAverage | None,
    runtime: Runtime,
) -> dict[str, Any]:
    """Put the state of a run back in place and return the loop's counters."""  # fmt: skip
    if runtime.options.shard:
        set_model_state_dict(task.model, state["model"], options=SPREAD)
    else:
        bare(task.model).load_state_dict(state["model"])
    for optimizer, saved in zip(optimizers, state["optimizers"], strict=True):
        if saved and runtime.options.shard:
            set_optimizer_state_dict(task.model, optimizer, saved, options=SPREAD)
        elif saved:
            optimizer.load_state_dict(saved)
    if average:
        average.load_state_dict(state["average"])
    task.batches.load_state_dict(state["batches"])
    task.load_state_dict(state["task"])
    return state["loop"]
