"""`python -m benchmarks.own_data [TASK ...]`: the five tasks of docs/own-data.md, with stopwatch.

Writes what came of them into docs/results/beyond.json; `python tools/results.py` fills the page.
About twenty minutes of one core. Tasks: paint, pen, crayon, table, sentences, recordings, files.
"""

import json
import shutil
import sys
from pathlib import Path

from tools.results import FOLDER, write_results

from benchmarks.own_data.drawings import HANDS
from benchmarks.own_data.tasks import drawings, many_files, recordings, sentences, table

RUNS = Path("runs/own-data")
HEADER = ["task", "data", "result", "beside", "clock", "processor"]


def main(chosen: list[str]) -> None:
    """Do the tasks, and write the table."""
    tasks = {hand: drawings(hand) for hand in HANDS}
    tasks |= {"table": table, "sentences": sentences, "recordings": recordings}
    tasks["files"] = many_files(RUNS / "pen" / "0" / "run")  # after "pen"
    path = FOLDER / "beyond.json"
    for name in chosen or tasks:
        folder = RUNS / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        found = tasks[name](folder)
        times = [f"{found.seconds:.0f} s", f"{found.core_seconds:.0f} core-s"]
        known = json.loads(path.read_text("utf-8"))["tables"].get("own-data", {})
        rows = {row[0]: row for row in known.get("rows", [])}
        rows[found.task] = [*found[:4], *times]
        print(" | ".join(rows[found.task]), flush=True)
        command = "python -m benchmarks.own_data"
        tables = {"own-data": {"command": command, "header": HEADER, "rows": list(rows.values())}}
        write_results("beyond", tables=tables)


if __name__ == "__main__":
    main(sys.argv[1:])
