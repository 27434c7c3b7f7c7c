"""The page under a crowd: `python -m benchmarks.browser.crowd --minutes 15 [--pages 64 ...]`.

One server; pages that train a view, draw and answer like a browser, and change to another view
every minute; learners who read, save and check an exercise each, about every 20 seconds. Prints
the memory of the server and its processes over time, its slope in the second half, and every answer
that was a refusal or an error. Asserts nothing.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import numpy as np
import psutil
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Origin

from gradatim.labs.workspace import init_workspace, open_workspace
from gradatim.views import VIEWS
from gradatim.views.core.wire import pack, unpack

START = (
    "from pathlib import Path; from gradatim.web.app import serve; "
    "serve(port=0, browser=False, lab=Path({lab!r}))"
)
STAY, PAUSE = 60.0, 20.0  # seconds at a view; between two checks of a learner


class Crowd:
    """The visitors of one server, until a given time."""

    def __init__(self, address: str, lab: Path, minutes: float) -> None:
        self.host, self.token = re.match(r"http://(\S+?)/\?token=(\S+)", address).groups()  # type: ignore[union-attr]
        self.end = time.monotonic() + 60 * minutes
        self.exercises = open_workspace(lab).exercises
        self.seen: Counter[str] = Counter()

    def page(self, number: int) -> None:
        """Watch one view after the other train."""
        rng = random.Random(number)
        time.sleep(rng.uniform(0, 20))
        while time.monotonic() < self.end:
            leave = min(self.end, time.monotonic() + STAY)
            view = rng.choice(list(VIEWS))
            try:
                self._watch(view, leave)
            except (WebSocketException, OSError, TimeoutError) as error:
                self.seen[f"{view}: {type(error).__name__} {error}"[:100]] += 1
                time.sleep(1)

    def _watch(self, view: str, leave: float) -> None:
        live = f"ws://{self.host}/live?view={view}"
        origin = Origin(f"http://{self.host}")
        with connect(live, origin=origin, compression=None, open_timeout=120) as socket:
            socket.send(pack({"type": "ready"}))
            socket.send(pack({"type": "play"}))
            frames, told = 0, 0
            while time.monotonic() < leave:
                header, _ = unpack(socket.recv(timeout=120))
                if header["type"] == "waiting":
                    told += 1
                elif header["type"] == "frame":
                    frames += 1
                    self.seen["frames"] += 1
                    time.sleep(0.05)
                    socket.send(pack({"type": "drawn", "id": header["id"]}))
                    if header["data"]["finished"] or header["data"]["diverged"]:
                        for kind in ("reset", "play"):  # nothing more would come by itself
                            socket.send(pack({"type": kind}))
                elif header["type"] == "error":
                    self.seen[f"page: {header['text']}"] += 1
                    time.sleep(1)

        if told:
            self.seen["minutes in which a page was told how many come before it"] += 1
        if not frames:
            self.seen[f"minutes without a frame, told: {told > 0}"] += 1

    def learner(self, number: int) -> None:
        """Work on one exercise: read, save, check; right and wrong answers in turn."""
        rng = random.Random(1000 + number)
        exercise = self.exercises[number % len(self.exercises)]
        known = ""
        while time.monotonic() < self.end:
            time.sleep(rng.uniform(0, 2 * PAUSE))
            page = self._ask(f"/lab/{exercise.name}?lang=en")
            if not page:
                continue
            data = json.loads(page.split('id="lab-data">')[1].split("</script>")[0])
            known = data["file"]["mark"]
            right = rng.random() < 0.5
            text = exercise.solution if right else exercise.starter + f"\n# {rng.random()}\n"
            body = json.dumps({"text": text, "known": known}).encode()
            answer = self._ask(f"/lab/{exercise.name}/check?lang=en", body)
            if answer:
                status = json.loads(answer)["answer"]["status"]
                self.seen["checks"] += 1
                if (status == "passed") is not right:
                    self.seen[f"check of {exercise.name}: {status}, right: {right}"] += 1

    def _ask(self, path: str, body: bytes | None = None) -> str:
        glue = "&" if "?" in path else "?"
        request = urllib.request.Request(f"http://{self.host}{path}{glue}token={self.token}", body)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            self.seen[f"lab: status {error.code}"] += 1
        except OSError as error:
            self.seen[f"lab: {error}"[:100]] += 1
        return ""


def weight(server: psutil.Process) -> float:
    """Memory of the server alone, MB."""
    return server.memory_info().rss / 1e6


def main() -> None:
    """Let the crowd in, weigh the server, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--pages", type=int, default=64)
    parser.add_argument("--learners", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lab = Path(folder) / "lab"
        init_workspace(lab, "en")
        code = START.format(lab=str(lab))
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        server = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
        )
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found
        crowd = Crowd(found[0], lab, options.minutes)
        visitors = [threading.Thread(target=crowd.page, args=(i,)) for i in range(options.pages)]
        visitors += [
            threading.Thread(target=crowd.learner, args=(i,)) for i in range(options.learners)
        ]
        for visitor in visitors:
            visitor.start()
        process, weights = psutil.Process(server.pid), []
        while time.monotonic() < crowd.end:
            time.sleep(min(15, 60 * options.minutes / 10))
            weights.append((time.monotonic() / 3600, weight(process)))
            print(f"{weights[-1][1]:.0f} MB, load {os.getloadavg()[0]:.0f}", flush=True)
        for visitor in visitors:
            visitor.join(300)
        server.terminate()
        server.wait(30)
    late = np.array(weights[len(weights) // 2 :])
    slope = np.polyfit(late[:, 0] - late[0, 0], late[:, 1], 1)[0]
    print(f"memory in the second half: {late[:, 1].min():.0f} to {late[:, 1].max():.0f} MB, "
          f"slope {slope:+.0f} MB per hour")  # fmt: skip
    for name, count in crowd.seen.most_common():
        print(f"{count:8,} {name}")


if __name__ == "__main__":
    main()
