"""State of a model that is spread over several devices (FSDP2): gathered whole, spread again.

Only `--shard` needs this file, and torch's module takes more than a second to import.
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

# Off the GPU: one alone may not hold the whole model beside its own part.
GATHER = StateDictOptions(full_state_dict=True, cpu_offload=True)
# Only process 0 has read the file; the others get their parts from it.
SPREAD = StateDictOptions(full_state_dict=True, broadcast_from_rank0=True)


def gather_weights(model: nn.Module) -> dict[str, Any]:
    """Collect the whole weights in process 0."""
    return get_model_state_dict(model, options=GATHER)


def gather_optimizer(model: nn.Module, optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """Collect the whole state of an optimizer in process 0."""
    return get_optimizer_state_dict(model, optimizer, options=GATHER)


def spread_weights(model: nn.Module, state: dict[str, Any]) -> None:
    """Give every process its part of the weights."""
    set_model_state_dict(model, state, options=SPREAD)


def spread_optimizer(
    model: nn.Module, optimizer: torch.optim.Optimizer, state: dict[str, Any]
) -> None:
    """Give every process its part of an optimizer's state."""
    set_optimizer_state_dict(model, optimizer, state, options=SPREAD)
