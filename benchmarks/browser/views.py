"""The live page measured in a real Chromium on this machine: `make bench-web`.

Prints a table: time to the first frame of every view; frames and training steps per second with
one visitor and with eight, in eight browsers on this machine and in eight pages that only take 4 ms
to draw, as browsers elsewhere would; slider to frame while training. With `--minutes 20` also how
memory goes while three pages train and a fourth is opened and left every five seconds. The load of
the machine stands beside it, as other work on it counts. Asserts nothing.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import psutil

from gradatim.views import VIEWS
from gradatim.views.core.wire import pack, unpack

START = "from gradatim.web.app import serve; serve(port=0, browser=False)"
READY = "() => +(document.querySelector('.gd')?.dataset.frames ?? 0) > 0"
# From the slider's event to the first drawn frame of a state that has the new value.
ECHO = """(value) => new Promise((done) => {
  const slider = document.querySelector("input[name=learning_rate]"), from = performance.now();
  const gd = document.querySelector(".gd"), told = gd.dataset.told;
  const watch = new MutationObserver(() => { if (gd.dataset.told === told) return;
    watch.disconnect(); requestAnimationFrame(() => done(performance.now() - from)); });
  watch.observe(gd, { attributes: true });
  slider.disabled = false;
  slider.value = String(value);
  slider.dispatchEvent(new Event("input")); })"""
COUNTS = "['frames', 'step'].map((name) => +document.querySelector('.gd').dataset[name])"


def opened(browser: Any, address: str, view: str) -> tuple[Any, float]:
    """Open a view; returns the page and the seconds to its first frame."""
    page = browser.new_context(bypass_csp=True).new_page()
    start = time.perf_counter()
    page.goto(f"{address}view/{view}")
    page.wait_for_function(READY, timeout=120_000)
    return page, time.perf_counter() - start


def closed(page: Any) -> None:
    """Close a page together with its context, as a visitor who leaves."""
    page.context.close()


def speed(browser: Any, address: str, seconds: float) -> list[tuple[str, str]]:
    """Measure times and rates."""
    rows = []
    for view in VIEWS:
        times = []
        for _ in range(3):
            page, first = opened(browser, address, view)
            times.append(first)
            closed(page)
        rows.append((f"first frame, {view}", f"{statistics.median(times):.2f} s"))
    page, _ = opened(browser, address, "mlp")
    rows += [(f"{name}, one visitor", shown) for name, shown in rates([page], seconds)]
    echoes = [page.evaluate(ECHO, 200 + 20 * i) for i in range(20)]
    rows.append(("slider to frame, median of 20", f"{statistics.median(echoes):.0f} ms"))
    rows.append(("slider to frame, worst of 20", f"{max(echoes):.0f} ms"))
    closed(page)
    pages = [opened(browser, address, "mlp")[0] for _ in range(8)]
    rows += [(f"{name}, each of eight", shown) for name, shown in rates(pages, seconds)]
    echoes = [pages[0].evaluate(ECHO, 300 + 20 * i) for i in range(10)]
    rows.append(("slider to frame, one of eight", f"{statistics.median(echoes):.0f} ms"))
    for page in pages:
        closed(page)
    return rows


def rates(pages: list[Any], seconds: float) -> list[tuple[str, str]]:
    """Let pages train, and measure the frames and steps per second of each."""
    for page in pages:
        page.keyboard.press("Space")
    pages[0].wait_for_timeout(1000)
    start, counts = time.perf_counter(), [page.evaluate(COUNTS) for page in pages]
    pages[0].wait_for_timeout(seconds * 1000)
    again, length = [page.evaluate(COUNTS) for page in pages], time.perf_counter() - start
    return spread((np.array(again) - np.array(counts)) / length)


def spread(each: np.ndarray) -> list[tuple[str, str]]:
    """Write the rates (visitors, 2) of frames and of steps as the lowest and the highest."""
    low, high = each.min(axis=0), each.max(axis=0)
    shown = [
        f"{a:.1f}" if a == b else f"{a:.1f} to {b:.1f}" for a, b in zip(low, high, strict=True)
    ]
    return list(zip(("frames per second", "steps per second"), shown, strict=True))


def elsewhere(address: str, seconds: float, n: int = 8) -> list[tuple[str, str]]:
    """Measure the server alone: n pages that take 4 ms to draw and answer like a browser."""
    from websockets.sync.client import connect
    from websockets.typing import Origin

    host = address.removeprefix("http://").split("/")[0]
    end, sizes = time.monotonic() + 3 + seconds, [0]
    counts, steps = np.zeros(n), np.zeros((n, 2))

    def page(i: int) -> None:
        live = f"ws://{host}/live?view=mlp"
        with connect(live, origin=Origin(f"http://{host}"), compression=None) as socket:
            socket.send(pack({"type": "ready"}))
            socket.send(pack({"type": "play"}))
            while time.monotonic() < end:
                message = socket.recv(timeout=60)
                header, _ = unpack(message)
                if header["type"] != "frame":
                    continue
                time.sleep(0.004)
                late = time.monotonic() > end - seconds
                counts[i] += late
                steps[i, int(late)] = header["data"]["step"]
                sizes.append(len(message))
                socket.send(pack({"type": "drawn", "id": header["id"]}))

    with ThreadPoolExecutor(n) as pool:
        list(pool.map(page, range(n)))
    each = np.column_stack([counts, steps[:, 1] - steps[:, 0]]) / seconds
    rows = [(f"{name}, eight elsewhere", shown) for name, shown in spread(each)]
    return [*rows, ("size of a frame, median", f"{statistics.median(sizes) / 1000:.1f} kB")]


def memory(
    browser: Any, address: str, process: psutil.Process, minutes: float
) -> list[tuple[str, str]]:
    """Let three pages train, open and leave a fourth every five seconds, and weigh the server."""
    steady = [opened(browser, address, view)[0] for view in ("mlp", "convnet", "pyrat_match")]
    for page in steady:
        page.keyboard.press("Space")
    end, rounds = time.monotonic() + 60 * minutes, []
    while time.monotonic() < end:  # a round opens every view once; its mean is one weight
        weights = []
        for view in VIEWS:
            page, _ = opened(browser, address, view)
            page.keyboard.press("Space")
            page.wait_for_timeout(5_000)
            closed(page)
            weights.append(process.memory_info().rss / 1e6)
        rounds.append((time.monotonic() / 3600, statistics.mean(weights)))
    late = np.array(rounds[len(rounds) // 2 :])
    slope = np.polyfit(late[:, 0] - late[0, 0], late[:, 1], 1)[0]
    shown = ", ".join(f"{weight:.0f}" for _, weight in rounds)
    for page in steady:
        closed(page)
    return [
        (f"memory over {minutes:g} minutes", f"{shown} MB"),
        ("its slope in the second half", f"{slope:+.0f} MB per hour"),
    ]


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="length of each; 0: none")
    parser.add_argument("--minutes", type=float, default=0, help="how long memory is watched")
    options = parser.parse_args()
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("There is no chromium here; `make browser` installs it.")
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    server = subprocess.Popen(
        [sys.executable, "-c", START], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert server.stdout is not None
    found = re.search(r"http://\S+/", server.stdout.readline())
    assert found
    process = psutil.Process(server.pid)
    rows = [("load of the machine before", f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")]
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            closed(
                opened(browser, found[0], "pyrat_match")[0]
            )  # the warm-up is over when this is drawn
            if options.seconds:
                rows += speed(browser, found[0], options.seconds)
                rows += elsewhere(found[0], options.seconds)
            if options.minutes:
                rows += memory(browser, found[0], process, options.minutes)
            browser.close()
    finally:
        server.terminate()
    rows.append(("load of the machine after", f"{os.getloadavg()[0]:.1f}"))
    for name, value in rows:
        print(f"{name:36s} {value}", flush=True)


if __name__ == "__main__":
    main()
