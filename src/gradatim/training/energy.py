"""What a run costs in energy: read from counters where there are any, else estimated."""

import ctypes
import time
from dataclasses import dataclass
from pathlib import Path

import torch

# Server CPUs of 2020 to 2024 draw 150 to 350 W over 16 to 64 cores, with memory.
WATTS_PER_BUSY_CORE = 10.0
WATTS_OF_A_GPU = 300.0  # where the card has no counter


@dataclass(frozen=True)
class Energy:
    """Joules, and how they are known: "measured (...)", or "estimated (...)" if any part is."""

    joules: float
    source: str


class EnergyMeter:
    """Energy since construction: Intel/AMD RAPL and the GPU's own counter, else an estimate.

    The estimate is time times a constant: this process' CPU seconds times `WATTS_PER_BUSY_CORE`,
    and the GPU's seconds times `WATTS_OF_A_GPU`. So it compares the times of runs on one machine
    and says nothing else; its source says so.

    Args:
        device: the device that computes.
        rapl: folder of the kernel's power-capping counters.
    """

    def __init__(self, device: torch.device, rapl: Path = Path("/sys/class/powercap")) -> None:
        self.device = device
        # Linux lets only root read them since 2020 (the PLATYPUS attack): mostly the estimate is
        # left.
        self.counters = [p for p in sorted(rapl.glob("intel-rapl:?/energy_uj")) if _readable(p)]
        self.start_counters = [_read(p) for p in self.counters]
        self.gpu = GpuCounter.open(device) if device.type == "cuda" else None
        self.start_gpu = self.gpu.joules() if self.gpu else 0.0
        # A counter counts from some time before: only differences mean anything.
        self.start_cpu = time.process_time()
        self.start_wall = time.perf_counter()

    def read(self) -> Energy:
        """Return the energy used so far."""
        seconds = time.perf_counter() - self.start_wall
        if self.counters:
            cpu = sum(
                _difference(path, start)
                for path, start in zip(self.counters, self.start_counters, strict=True)
            )
            parts = {"RAPL": cpu}
        else:
            cpu = (time.process_time() - self.start_cpu) * WATTS_PER_BUSY_CORE
            parts = {f"{WATTS_PER_BUSY_CORE:g} W per busy core": cpu}
        # A sum is called measured only if no part of it is a guess.
        measured = bool(self.counters)
        if self.gpu:
            parts["NVML"] = self.gpu.joules() - self.start_gpu
        elif self.device.type == "cuda":
            measured = False
            parts[f"{WATTS_OF_A_GPU:g} W for the GPU"] = seconds * WATTS_OF_A_GPU
        word = "measured" if measured else "estimated"
        return Energy(sum(parts.values()), f"{word} ({' + '.join(parts)})")


class GpuCounter:
    """Joules that a GPU has used, by its own counter (NVIDIA's management library, NVML).

    Args:
        nvml: the library, initialized.
        handle: NVML's of the GPU.
    """

    def __init__(self, nvml: ctypes.CDLL, handle: ctypes.c_void_p) -> None:
        self.nvml, self.handle = nvml, handle

    @classmethod
    def open(cls, device: torch.device) -> "GpuCounter | None":
        """Find the counter of a CUDA device; None where there is none (before 2017, AMD)."""
        try:
            nvml = ctypes.CDLL("libnvidia-ml.so.1")
        except OSError:
            return None
        # By its identifier: CUDA_VISIBLE_DEVICES may have renumbered the cards.
        name = f"GPU-{torch.cuda.get_device_properties(device).uuid}".encode()
        counter = cls(nvml, ctypes.c_void_p())
        if nvml.nvmlInit_v2() or nvml.nvmlDeviceGetHandleByUUID(name, ctypes.byref(counter.handle)):
            return None
        try:
            counter.joules()
        except OSError:
            return None
        return counter

    def joules(self) -> float:
        """Return the joules since the driver was loaded.

        Raises:
            OSError: this GPU has no counter.
        """
        millijoules = ctypes.c_ulonglong()
        total = self.nvml.nvmlDeviceGetTotalEnergyConsumption
        if error := total(self.handle, ctypes.byref(millijoules)):
            raise OSError(f"NVML's error {error}: the GPU does not count its energy.")
        return millijoules.value / 1000


def _readable(path: Path) -> bool:
    try:
        _read(path)
    except OSError:
        return False
    return True


def _read(path: Path) -> int:
    return int(path.read_text())


def _difference(path: Path, start: int) -> float:
    """Return joules since `start`; the counter wraps at `max_energy_range_uj`."""
    # Microjoules in a register of limited size: at 100 W it is full within an hour or less.
    used = _read(path) - start
    if used < 0:
        used += _read(path.with_name("max_energy_range_uj"))
    return used / 1e6
