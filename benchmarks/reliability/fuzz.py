"""Fuzz what others made: `make fuzz`, or `make fuzz ARGS="toml mazes --cases 5000"`.

Each target of tests/fuzz/targets.py reads 100,000 cases. Prints how many ran in what processor
time, and each fault once with the number of its case and the case itself, which then goes into
tests/fuzz/corpus/TARGET.txt, one per line. Ends with 1 where there was a fault.
"""

import argparse
import logging
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

import torch
from tests.fuzz.targets import TARGETS, attempt, case_of

from gradatim.errors import UserError, is_failure, nearest

SHOWN = 2000  # characters of a case


class Faults:
    """What went wrong, each place once: the last lines of tracebacks and the shortest case."""

    def __init__(self) -> None:
        self.cases: dict[str, tuple[int, str]] = {}
        self.count = 0

    def add(self, error: BaseException, number: int, case: object) -> None:
        """Note a fault, unless a shorter case of the same place is known."""
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}"
        self.count += 1
        if place not in self.cases or len(repr(case)) < len(self.cases[place][1]):
            self.cases[place] = number, repr(case)
            said = " ".join(str(error).split())[:300]
            print(f"  case {number}: {place}: {said}\n    {repr(case)[:SHOWN]}", flush=True)


def fuzz(name: str, numbers: range) -> tuple[int, Faults]:
    """Read the cases of these numbers; how many went the whole way, and the faults."""
    faults, whole = Faults(), 0
    place = "/dev/shm" if Path("/dev/shm").is_dir() else None  # files that no disk must keep
    with tempfile.TemporaryDirectory(dir=place) as folder:
        for number in numbers:
            case = case_of(name, number)
            goes_on = TARGETS[name].use is not None and number % TARGETS[name].rarely == 1
            for far in (False, True) if goes_on else (False,):
                random.seed(number)
                try:
                    attempt(name, case, Path(folder), whole=far)
                except BaseException as error:
                    if not is_failure(error):
                        raise
                    faults.add(error, number, case)
            whole += goes_on
    return whole, faults


def main() -> None:
    """Run the targets that the command line names, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--cases", type=int, default=100_000, help="of each target")
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    options = parser.parse_args()
    torch.set_num_threads(1)
    logging.disable(logging.CRITICAL)  # what the page's server would log
    bad = 0
    for name in options.targets or TARGETS:
        if name not in TARGETS:
            raise UserError(f"there is no target {name!r}: {nearest(name, TARGETS)}")
        began = time.process_time()
        whole, faults = fuzz(name, range(options.first, options.first + options.cases))
        bad += len(faults.cases)
        print(
            f"{name}: {options.cases:,} cases, {whole:,} of them the whole way, in "
            f"{time.process_time() - began:.0f} core-seconds; {faults.count:,} faults in "
            f"{len(faults.cases)} places",
            flush=True,
        )
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    try:
        main()
    except UserError as error:
        sys.exit(f"error: {error}")
