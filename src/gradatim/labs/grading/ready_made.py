"""Notice PyTorch's own operations where a learner is to write them, whatever name leads there.

A function that gives the right values is called once more, and PyTorch itself tells what runs. So
an operation is noticed under another name, inside a module, a library's function or a compiled one.
"""

import contextlib
import time
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from torch._C._profiler import _ExperimentalConfig
from torch.autograd import (
    ProfilerConfig,
    ProfilerState,
    _disable_profiler_legacy,
    _enable_profiler_legacy,
)

# This profiler, unlike torch.profiler, starts in 4 µs. The five options record more than names.
NAMES_ONLY = ProfilerConfig(
    ProfilerState.CPU, False, False, False, False, False, _ExperimentalConfig()
)
LIBRARIES = ("aten", "mkldnn", "quantized")  # whose operations come with PyTorch
AUTOGRAD = ("autograd::", "aten::_make_dual")  # a step backward; numbers with a derivative
QUICK = 0.03  # seconds of CPU time; a call that takes longer would fill the memory with names
SECONDS = 0.005  # of CPU time per check: who writes it for some inputs has written it


class ReadyMade:
    """Asks the calls of one check whether they run certain operations."""

    def __init__(self, operations: Sequence[str]) -> None:
        """Begin a check.

        Args:
            operations: patterns of names, such as "*conv?d*" for `aten::conv2d`; "autograd" stands
                for derivatives in both directions.
        """
        self.operations = operations
        self.left = SECONDS

    def found(self, call: Callable[[], object], seconds: float) -> str | None:
        """The first of the operations that a call runs; None where none does, or in want of time.

        Args:
            call: makes the call.
            seconds: of CPU time that it took when it was not watched.
        """
        if not self.operations or seconds > QUICK or self.left < 0:
            return None
        start = time.thread_time()
        names = _names(call)
        self.left -= time.thread_time() - start
        return next((name for name in names if self._has(name)), None)

    def _has(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self.operations)


def _names(call: Callable[[], object]) -> list[str]:
    """The operations that a call runs, in their order; those of the learner's own making not."""
    records = []
    _enable_profiler_legacy(NAMES_ONLY)
    try:
        with contextlib.suppress(Exception):  # the first call, which is judged, raised none
            call()
    finally:
        records = _disable_profiler_legacy()
    names = []
    for full in dict.fromkeys(event.name() for thread in records for event in thread):
        library, _, name = full.partition("::")
        if full.startswith(AUTOGRAD):
            names.append("autograd")
        elif library in LIBRARIES:
            names.append(name)
    return names
