"""Fuzz what others made: `make fuzz`, or `make fuzz ARGS="toml mazes --minutes 2"`.

Each target of tests/fuzz/targets.py runs for ten minutes, or as long as is said. Prints how many
cases ran, and each fault once with its case, which then goes into tests/fuzz/corpus/TARGET.txt,
one per line. Ends with 1 where there was a fault.
"""

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from tests.fuzz.targets import TARGETS, attempt

from gradatim.errors import UserError, nearest

BATCH = 500  # cases that hypothesis draws with one seed


class Faults:
    """What went wrong, each place once: the last lines of tracebacks and the shortest case."""

    def __init__(self) -> None:
        self.cases: dict[str, str] = {}

    def add(self, error: BaseException, case: object) -> None:
        """Note a fault, unless a shorter case of the same place is known."""
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}: {error}"
        place = place.splitlines()[0][:120]
        if len(repr(case)) < len(self.cases.get(place, "x" * 10**6)):
            self.cases[place] = repr(case)


def fuzz(name: str, seconds: float, first_seed: int) -> tuple[int, Faults]:
    """Run one target for so long; how many cases ran, and the faults."""
    end, count, faults = time.monotonic() + seconds, 0, Faults()
    number = first_seed
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:

            @settings(
                max_examples=BATCH,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @seed(number)
            @given(st.data())
            def run(data: st.DataObject) -> None:
                nonlocal count
                case = data.draw(TARGETS[name].cases)
                if time.monotonic() > end:
                    return
                count += 1
                try:
                    attempt(name, case, Path(folder))
                except Exception as error:
                    faults.add(error, case)

            run()
            number += 1
    return count, faults


def main() -> None:
    """Run the targets that the command line names, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--minutes", type=float, default=10, help="of each target")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    bad = 0
    for name in options.targets or TARGETS:
        if name not in TARGETS:
            raise UserError(f"there is no target {name!r}: {nearest(name, TARGETS)}")
        began = time.monotonic()
        count, faults = fuzz(name, 60 * options.minutes, options.seed * 10**6)
        bad += len(faults.cases)
        print(
            f"{name}: {count:,} cases in {time.monotonic() - began:.0f} s, "
            f"{len(faults.cases)} kinds of fault",
            flush=True,
        )
        for place, case in faults.cases.items():
            print(f"  {place}\n    {case[:2000]}", flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    try:
        main()
    except UserError as error:
        sys.exit(f"error: {error}")
