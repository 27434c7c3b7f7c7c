"""Everything a run needs to go on as if it had never stopped, in one dictionary.

Weights, optimizers, averaged weights, the place in the data, and the loop's own counters. The
random numbers of a step (dropout) follow from seed, step and process, so there is no random state
to save. With sharding, the whole state is gathered to process 0 and spread again on loading.
"""

import hashlib
import io
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.training.device import Runtime
from gradatim.training.ema import EMA
from gradatim.training.task import Task


def unwrapped(model: nn.Module) -> nn.Module:
    """Return the model without the wrapper that joins several processes."""
    return model.module if isinstance(model, nn.parallel.DistributedDataParallel) else model


def weights_of(model: nn.Module, runtime: Runtime) -> dict[str, Any]:
    """Return the whole weights under their plain names."""
    if runtime.options.shard:
        return _sharded_state().gather_weights(model)
    return unwrapped(model).state_dict()


def gather(
    task: Task,
    optimizers: list[torch.optim.Optimizer],
    ema: EMA | None,
    loop: dict[str, Any],
    runtime: Runtime,
) -> dict[str, Any]:
    """Collect the state of a run.

    Args:
        task: whose model, batches and own state are saved.
        optimizers: of the model.
        ema: of the weights, if there is one.
        loop: counters of the loop (plain values).
        runtime: tells whether the model is sharded.
    """
    return {
        "model": weights_of(task.model, runtime),
        "optimizers": [_optimizer_state(task.model, o, runtime) for o in optimizers],
        "average": ema.state_dict() if ema else {},
        # The place in the data counts as state: resumed at the start
        # of an epoch, examples would repeat.
        "batches": task.batches.state_dict(),
        "task": task.state_dict(),
        "loop": loop,
    }


def _optimizer_state(
    model: nn.Module, optimizer: torch.optim.Optimizer, runtime: Runtime
) -> dict[str, Any]:
    if not optimizer.state:  # before its first step: to gather a sharded one would make a step
        return {}
    if runtime.options.shard:
        return _sharded_state().gather_optimizer(model, optimizer)
    return optimizer.state_dict()


def restore(
    state: dict[str, Any],
    task: Task,
    optimizers: list[torch.optim.Optimizer],
    ema: EMA | None,
    runtime: Runtime,
) -> dict[str, Any]:
    """Put the state of a run back in place and return the loop's counters."""
    if runtime.options.shard:
        _sharded_state().spread_weights(task.model, state["model"])
    else:
        unwrapped(task.model).load_state_dict(state["model"])
    for optimizer, saved in zip(optimizers, state["optimizers"], strict=True):
        if saved and runtime.options.shard:
            _sharded_state().spread_optimizer(task.model, optimizer, saved)
        elif saved:
            optimizer.load_state_dict(saved)
    if ema:
        ema.load_state_dict(state["average"])
    task.batches.load_state_dict(state["batches"])
    task.load_state_dict(state["task"])
    return state["loop"]


def save_state(state: dict[str, Any], path: Path) -> None:
    """Write a state as PyTorch does, and behind it the SHA-256 of all this."""
    # Behind the content: it is known only when all of that is written.
    torch.save(state, path)
    with path.open("r+b") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
        file.seek(0, io.SEEK_END)
        file.write(digest)


def load_state(path: Path) -> dict[str, Any]:
    """Read what `save_state` wrote; only tensors and plain values.

    Raises:
        UserError: the file is damaged, or holds something else.
    """
    try:
        content = path.read_bytes()
        content, digest = content[:-32], content[-32:]
        if hashlib.sha256(content).digest() != digest:
            raise ValueError("its checksum does not fit")
        return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except Exception as error:  # torch has no common class for a file it cannot read
        reason = str(error) if isinstance(error, ValueError) else type(error).__name__
        raise UserError(
            f"{path} is damaged ({reason}): remove it to start the run over."
        ) from error


def _sharded_state() -> ModuleType:
    # Over a second, which only --shard should wait.
    from gradatim.training.run_folder import sharded_state

    return sharded_state
