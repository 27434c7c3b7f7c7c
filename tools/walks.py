"""Trace the walks of docs/architecture.md: `python tools/walks.py`, or with some of their names.

Does what stands above each table, in processes of its own, and writes down every function of ours
in the order in which it is first entered, in all threads and forks. A row of the table is wrong
where its function is not entered, or before the one of the row above. Compiled functions run as
Python here (NUMBA_DISABLE_JIT), else nobody could see them entered. `--names` prints all of them.
"""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "gradatim"
ROW = re.compile(r"^\| `([\w/]+\.py)` \| `([\w.]+)` \|", re.MULTILINE)
HEADINGS = {  # as the chapters of the page begin
    "image": "One image",
    "sentence": "One sentence",
    "turn": "One turn",
    "slider": "One slider",
    "file": "One file",
}

Stop = tuple[str, str]  # file below src/gradatim, and function


def rows_of(walk: str) -> list[Stop]:
    """The table of a walk, from the page."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    [chapter] = [c for c in page.split("\n## ")[1:] if c.startswith(HEADINGS[walk])]
    return ROW.findall(chapter)


def record(log: Path) -> None:
    """From now on write each function of ours into a file when this process enters it first."""
    seen: set[CodeType] = set()
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)  # forks go on writing there

    def look(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if code in seen or event != "call" or not code.co_filename.startswith(str(PACKAGE)):
            return
        seen.add(code)
        file = Path(code.co_filename).relative_to(PACKAGE).as_posix()
        os.write(out, f"{time.monotonic_ns()} {file} {code.co_qualname}\n".encode())

    threading.setprofile(look)
    sys.setprofile(look)


def walked(walk: str) -> list[Stop]:
    """Every function that a walk enters, in order."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "entered"
        places = {"TMPDIR": folder, "OMP_NUM_THREADS": "1", "NUMBA_DISABLE_JIT": "1"}
        command = [sys.executable, __file__, "--inside", walk, str(log)]
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, **places}, capture_output=True, text=True
        )
        if not log.exists():
            sys.exit(done.stderr)
        entries = sorted(line.split() for line in log.read_text("utf-8").splitlines())
    stops = [(file, name) for _, file, name in entries]
    return list(dict.fromkeys(stops))  # each process writes its own first time


def faults_of(walk: str, entered: list[Stop]) -> list[str]:
    """What is wrong in the table of a walk."""
    faults, place = [], -1
    for stop in rows_of(walk):
        if stop not in entered:
            faults.append(f"{' '.join(stop)} is not entered")
        elif entered.index(stop) < place:
            faults.append(f"{' '.join(stop)} is entered before the row above")
        else:
            place = entered.index(stop)
    return faults


# What the walks do, each in a process of its own, which imports no more than it needs: hence the
# imports inside.


def image(log: Path) -> None:
    from gradatim.cli import main

    record(log)
    main(["train", "digits-convnet", "--steps", "3"])


def sentence(log: Path) -> None:
    import gradatim
    from gradatim.cli import main

    small = {"width": 16, "n_heads": 2, "context": 32, "batch_size": 4}
    run = gradatim.train("docs-gpt", steps=2, show=False, **small)
    record(log)
    main(["generate", str(run.folder), "--prompt", "The ", "--tokens", "8"])


def turn(log: Path) -> None:
    import numpy as np

    from gradatim.pyrat import Games, MazePool, player, preset

    games = Games(MazePool.build(preset("default"), 2), 2)
    rat, python = player("greedy", seed=1), player("random", seed=2)
    record(log)
    games.step(np.stack([rat(games, 0), python(games, 1)], axis=1))


def slider(log: Path) -> None:
    from starlette.testclient import TestClient

    from gradatim.views.core.wire import pack, unpack
    from gradatim.web.app import create_app

    record(log)
    with (
        TestClient(create_app(), base_url="http://127.0.0.1") as page,
        page.websocket_connect("ws://127.0.0.1/live?view=gradient_descent") as socket,
    ):
        socket.send_bytes(pack({"type": "set", "name": "small", "value": 0.2}))
        socket.send_bytes(pack({"type": "step", "n": 1}))
        while unpack(socket.receive_bytes())[0]["type"] != "frame":
            pass


def file(log: Path) -> None:
    from gradatim.cli import main
    from gradatim.labs.exercise import find
    from gradatim.labs.sandbox import fork_server
    from gradatim.labs.sandbox.remote_call import server_address, server_runs
    from gradatim.labs.workspace import open_workspace

    main(["lab", "init"])
    workspace = open_workspace(Path("gradatim-lab"))
    exercise = find("04", workspace.exercises)
    mistake = min((exercise.path / "mistakes").glob("*.py"))  # a wrong file: it has a longer way
    workspace.file(exercise).write_bytes(mistake.read_bytes())
    server = os.fork()
    if server == 0:
        record(log)
        fork_server.serve(server_address(), idle=5)
        os._exit(0)
    while not server_runs():
        time.sleep(0.05)
    record(log)
    with contextlib.suppress(SystemExit):  # of a check that is not passed
        main(["lab", "check", "04", "--lab", "gradatim-lab"])
    sys.setprofile(None)
    os.waitpid(server, 0)


DOING: dict[str, Callable[[Path], None]] = {
    "image": image,
    "sentence": sentence,
    "turn": turn,
    "slider": slider,
    "file": file,
}


def main(arguments: list[str]) -> int:
    """Walk, and print what is wrong; the number of faults."""
    if arguments[:1] == ["--inside"]:
        DOING[arguments[1]](Path(arguments[2]))
        return 0
    faults = 0
    for walk in [name for name in arguments if name in DOING] or DOING:
        entered = walked(walk)
        found = faults_of(walk, entered)
        faults += len(found)
        print(f"{walk}: {len(rows_of(walk))} rows, {len(entered)} functions entered")
        print("".join(f"  {fault}\n" for fault in found), end="")
        if "--names" in arguments:
            print("".join(f"    {file} {name}\n" for file, name in entered), end="")
    return faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
