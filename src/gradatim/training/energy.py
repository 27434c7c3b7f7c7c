"""What a run costs in energy: read from counters where there are any, else estimated."""

import time
from dataclasses import dataclass
from pathlib import Path

import torch

# Server CPUs of 2020 to 2024 draw 150 to 350 W over 16 to 64 cores, with memory.
WATTS_PER_BUSY_CORE = 10.0
WATTS_OF_A_GPU = 300.0  # when neither NVML nor the driver says what the card draws


@dataclass(frozen=True)
class Energy:
    """Joules, and how they are known: "measured (...)" or "estimated (...)"."""

    joules: float
    source: str


class EnergyMeter:
    """Energy since construction: Intel/AMD RAPL and the GPU's own counter, else an estimate.

    The estimate is this process' CPU seconds times `WATTS_PER_BUSY_CORE`, so it is good for
    comparing runs on one machine and no more; its source says so.

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
            source = "measured (RAPL)"
        else:
            cpu = (time.process_time() - self.start_cpu) * WATTS_PER_BUSY_CORE
            source = f"estimated ({WATTS_PER_BUSY_CORE:g} W per busy core)"
        if self.device.type != "cuda":
            return Energy(cpu, source)
        try:
            watts = torch.cuda.power_draw(self.device) / 1000  # needs NVIDIA's management library
            source += " + GPU power now (NVML) x time"
        except Exception:  # the binding raises its own kinds; the estimate below is marked as such
            watts = WATTS_OF_A_GPU
            source += f" + GPU estimated ({WATTS_OF_A_GPU:g} W)"
        return Energy(cpu + watts * seconds, source)


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
    used = _read(path) - start
    if used < 0:
        used += _read(path.with_name("max_energy_range_uj"))
    return used / 1e6
