"""How well the lab's checker names the mistakes of a folder of labeled wrong answers.

The folder holds files `NN.py` or `NN-name.py`, one per exercise; each holds answers that start with
a line `# %% label other_label: remark`. An answer is laid over the solution, so it holds only what
differs. Its labels are the names of the mistakes (files of mistakes/, relations, changes) that are
right to say; the label `right` marks an answer that must pass.
"""

import argparse
import json
import re
import statistics
from collections import Counter
from pathlib import Path

from gradatim.labs.check import check_source
from gradatim.labs.exercise import exercises, find

HEAD = """import math, random
import torch
from torch import Tensor, nn
import torch.nn.functional as F
"""
HELD_OUT = 3  # each third answer is only counted, never shown


def main() -> None:
    """Check every answer and print the counts, for the shown and the held-out ones apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="numbers of exercises")
    parser.add_argument("--held-out", action="store_true", help="show the held-out ones as well")
    parser.add_argument("--json", type=Path, help="file for every answer")
    options = parser.parse_args()
    rows = []
    for path in sorted(options.folder.glob("*.py")):
        number = path.stem[:2]
        if options.only and number not in options.only:
            continue
        exercise = find(number, exercises())
        parts = re.split(r"^# %% *(.*)$", path.read_text("utf-8"), flags=re.MULTILINE)
        for i, (label, body) in enumerate(zip(parts[1::2], parts[2::2], strict=True)):
            names = label.partition(":")[0]
            source = exercise.solution + "\n\n" + HEAD + body
            answer = check_source(exercise, source.encode(), f"{exercise.module}.py", "en")
            kind = judge(names.split(), answer)
            rows.append((number, i, label, kind, i % HELD_OUT == HELD_OUT - 1, answer))
            if options.held_out or not rows[-1][4]:
                mistake = answer.get("mistake") or {}
                if kind != "named":
                    print(
                        f"{number}.{i} {kind:10} [{label}] {mistake.get('name', '')}: "
                        f"{mistake.get('text', '')} | {answer['sentence']}"
                    )
    for held_out in (False, True):
        counts = Counter(row[3] for row in rows if row[4] == held_out)
        n = max(1, counts.total())
        print(
            "held out" if held_out else "shown",
            n,
            ", ".join(f"{k} {v} ({100 * v / n:.1f} %)" for k, v in counts.most_common()),
        )
    seconds = sorted(row[5].get("seconds", 0.0) for row in rows)
    print(f"median {statistics.median(seconds):.2f} s, worst {seconds[-1]:.2f} s")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))


def judge(labels: list[str], answer: dict) -> str:
    """What the answer is worth: named, helpful, bare, misleading, passed; right or refused."""
    if "right" in labels:
        return "right" if answer["status"] == "passed" else "REFUSED"
    if answer["status"] == "passed":
        return "PASSED"
    mistake = answer.get("mistake")
    if mistake:
        names = re.split(r"[ +|]", mistake["name"])
        return "named" if set(names) & set(labels) else "misleading?"
    return "silent"


if __name__ == "__main__":
    main()
