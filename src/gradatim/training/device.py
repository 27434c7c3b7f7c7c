"""Where a run computes: device, precision, and PyTorch's own engine for several processes.

Everything in the project that knows about devices and processes is in this file. Started by
torchrun, a process finds its place in RANK, LOCAL_RANK and WORLD_SIZE; alone, it is rank 0 of 1.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.spelling import given, spelled
from gradatim.training.config import RuntimeOptions
from gradatim.training.task import Batch, chunk


class Runtime:
    """The place of this process.

    Args:
        options: what was asked for.
        threads: of the CPU; all cores when not given, one where several processes share them.

    Raises:
        UserError: a device that is not there, or sharding with one process.
    """

    def __init__(self, options: RuntimeOptions | None = None, threads: int | None = None) -> None:
        self.options = options = options or RuntimeOptions()
        self.rank = int(os.environ.get("RANK", 0))
        self.world_size = int(os.environ.get("WORLD_SIZE", 1))
        # Of all machines together: only one process may write the run folder.
        self.is_main = self.rank == 0
        self.device = choose_device(options.device, int(os.environ.get("LOCAL_RANK", 0)))
        # Several processes that all use every core would slow each other down.
        if threads or self.world_size > 1:
            torch.set_num_threads(threads or 1)
        if options.shard and self.world_size == 1:
            raise UserError(
                f"{spelled('shard', True)} spreads a model over several devices: add "
                f"{spelled('devices', 2)} or more."
            )
        if self.world_size > 1 and not dist.is_initialized():
            dist.init_process_group("nccl" if self.device.type == "cuda" else "gloo")
        asked = options.precision
        # bfloat16 has float32's range with fewer digits: nothing overflows, so no loss is scaled.
        fast = self.device.type == "cuda" and fast_bfloat16(self.device)  # a CPU: only if asked
        self.precision = ("bfloat16" if fast else "float32") if asked == "auto" else asked

    def prepare(self, model: nn.Module) -> nn.Module:
        """Move a model to its device, join it with its copies in the other processes."""
        model = model.to(self.device)
        if self.options.shard:
            from torch.distributed.fsdp import fully_shard  # slow to import, for --shard only

            lists = [module for module in model.modules() if isinstance(module, nn.ModuleList)]
            # Layer by layer: only the one that computes is whole in memory, the others stay spread.
            for part in (*(layer for layers in lists for layer in layers), model):
                fully_shard(part)
        elif self.world_size > 1:
            # It averages the gradients of all processes while the backward pass still runs.
            model = nn.parallel.DistributedDataParallel(model)
        if self.options.compile:
            model.compile()  # in place: the names of the weights stay as they are
        return model

    def autocast(self) -> AbstractContextManager[Any]:
        """Compute in the chosen precision inside this context; weights stay float32."""
        fast = self.precision == "bfloat16"
        return torch.autocast(self.device.type, torch.bfloat16) if fast else nullcontext()

    def seed(self, *numbers: int) -> None:
        """Seed the random draws of models (dropout) by numbers and the rank of this process."""
        # With the rank: each process drops other neurons, as one alone would for each example.
        seed = hash((*numbers, self.rank))
        if self.device.type == "cpu":  # torch.manual_seed looks at every kind of device
            torch.default_generator.manual_seed(seed)
        else:
            torch.manual_seed(seed)

    def local(self, batch: Batch) -> Batch:
        """Take this process' part of a global batch: every process draws the same batch."""
        return batch if self.world_size == 1 else chunk(batch, self.world_size, self.rank)

    def mean(self, values: Tensor) -> Tensor:
        """Average a tensor over all processes."""
        if self.world_size > 1:
            values = values.clone()
            # The sum of all processes, in place; so the caller's tensor was copied first.
            dist.all_reduce(values)
            values /= self.world_size
        return values

    def agree(self, flags: tuple[bool, ...]) -> tuple[bool, ...]:
        """Tell which flags are up in any process (clocks and signals differ between them)."""
        if self.world_size == 1:
            return flags
        # One message for all flags. A mean above 0: at least one process has it up.
        up = self.mean(torch.tensor(flags, dtype=torch.float32, device=self.device)) > 0
        return tuple(up.tolist())

    def same_seconds(self, seconds: float) -> float:
        """Give all processes the same time: they must not learn at different rates."""
        return self.mean(torch.tensor(seconds, device=self.device)).item()

    def barrier(self) -> None:
        """Wait until all processes are here."""
        if self.world_size > 1:
            dist.barrier()

    def close(self) -> None:
        """Leave the group of processes."""
        if dist.is_initialized():
            dist.destroy_process_group()


@contextmanager
def threads_given_back() -> Iterator[None]:
    """Leave the process with as many threads as it had: one run must not choose for the next."""
    before = torch.get_num_threads()
    try:
        yield
    finally:
        torch.set_num_threads(before)


def fast_bfloat16(device: torch.device) -> bool:
    """Tell whether products of matrices are faster in bfloat16: by GPU, or by a CPU's AMX units."""
    if device.type == "cuda":
        # Without the rest torch says yes to a V100, which has to imitate bfloat16 in float32.
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return device.type == "cpu" and bool(torch.cpu.get_capabilities().get("amx_bf16", False))


def fast_bfloat16_matmul(device: torch.device) -> bool:
    """Tell whether a plain product of matrices is faster in bfloat16.

    More CPUs are meant than by `fast_bfloat16`: with AVX-512's bfloat16 dot products alone a
    product takes half the time, while a whole network loses it again by converting.
    """
    if fast_bfloat16(device):
        return True
    return device.type == "cpu" and bool(torch.cpu.get_capabilities().get("avx512_bf16", False))


def choose_device(name: str = "auto", local_rank: int = 0) -> torch.device:
    """Turn the name of a device into a device that is there.

    Raises:
        UserError: there is no such device on this machine.
    """
    there = {"cuda": torch.cuda.is_available(), "mps": torch.mps.is_available(), "cpu": True}
    usable = [kind for kind, is_there in there.items() if is_there]
    if name == "auto":
        name = usable[0]
    if name not in usable:
        raise UserError(
            f"{given('device', name)}, which is not on this machine: give {', '.join(usable)} or "
            "auto."
        )
    if name == "cuda":
        torch.cuda.set_device(local_rank)
        return torch.device("cuda", local_rank)
    return torch.device(name)
