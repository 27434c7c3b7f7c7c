"""Every row that needs a GPU, within nine minutes: `python -m benchmarks gpu`."""

from benchmarks.gpu.runner import main

__all__ = ["main"]
