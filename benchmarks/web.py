"""The live page measured in a real Chromium on this machine: `make bench-web`.

Prints a table: time to the first picture, slider to picture while training, pictures a second
with one visitor and with eight, and the growth of memory. Asserts nothing.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from typing import Any

import psutil

START = "from gradatim.web.app import serve; serve(port=0, browser=False)"
READY = "() => +(document.querySelector('.gd')?.dataset.pictures ?? 0) > 0"
RATE = """(seconds) => new Promise((done) => {
  const gd = document.querySelector(".gd"), first = +gd.dataset.pictures, from = performance.now();
  setTimeout(() => done((+gd.dataset.pictures - first) / (performance.now() - from) * 1000),
             seconds * 1000); })"""
# From the slider's event to the first drawn picture of a state that has the new value.
ECHO = """(value) => new Promise((done) => {
  const slider = document.querySelector("input[name=learning_rate]"), from = performance.now();
  const gd = document.querySelector(".gd"), told = gd.dataset.told;
  const watch = new MutationObserver(() => { if (gd.dataset.told === told) return;
    watch.disconnect(); requestAnimationFrame(() => done(performance.now() - from)); });
  watch.observe(gd, { attributes: true });
  slider.disabled = false;
  slider.value = String(value);
  slider.dispatchEvent(new Event("input")); })"""


def opened(browser: Any, address: str, view: str) -> tuple[Any, float]:
    """Open a view; returns the page and the seconds to its first picture."""
    page = browser.new_context(bypass_csp=True).new_page()
    start = time.perf_counter()
    page.goto(f"{address}view/{view}")
    page.wait_for_function(READY, timeout=60_000)
    return page, time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="length of each measurement")
    seconds = parser.parse_args().seconds
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
    address = found[0]
    process = psutil.Process(server.pid)
    rows: list[tuple[str, str]] = []
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            opened(browser, address, "perceptron")[0].close()
            for view in ("gradient_descent", "multilayer", "convnet"):
                page, first = opened(browser, address, view)
                rows.append((f"first picture, {view}", f"{first:.2f} s"))
                page.close()
            page, _ = opened(browser, address, "multilayer")
            page.keyboard.press("Space")
            page.wait_for_timeout(1000)
            rows.append(("pictures a second, one visitor", f"{page.evaluate(RATE, seconds):.1f}"))
            echoes = [page.evaluate(ECHO, 200 + 40 * i) for i in range(10)]
            rows.append(("slider to picture, median", f"{statistics.median(echoes):.0f} ms"))
            rows.append(("slider to picture, worst", f"{max(echoes):.0f} ms"))
            before = process.memory_info().rss / 1e6
            page.wait_for_timeout(4 * seconds * 1000)
            after = process.memory_info().rss / 1e6
            rows.append(
                (f"memory, then {4 * seconds:.0f} s later", f"{before:.0f} MB, {after:.0f} MB")
            )
            page.close()
            pages = [opened(browser, address, "multilayer")[0] for _ in range(8)]
            for page in pages:
                page.keyboard.press("Space")
            counts = [
                page.evaluate("+document.querySelector('.gd').dataset.pictures") for page in pages
            ]
            start = time.perf_counter()
            pages[0].wait_for_timeout(seconds * 1000)
            length = time.perf_counter() - start
            again = [
                page.evaluate("+document.querySelector('.gd').dataset.pictures") for page in pages
            ]
            rates = [(b - a) / length for a, b in zip(counts, again, strict=True)]
            rows.append(
                ("pictures a second, each of eight", f"{min(rates):.1f} to {max(rates):.1f}")
            )
            browser.close()
    finally:
        server.terminate()
    for name, value in rows:
        print(f"{name:36s} {value}")


if __name__ == "__main__":
    main()
