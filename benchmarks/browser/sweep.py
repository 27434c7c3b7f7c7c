"""All pages of the course in a real Chromium: `python -m benchmarks.browser.sweep [--only WORD]`.

Each page is opened in English and French, on a desktop, in its dark mode and on a phone. Prints
what axe finds (contrast, names, order of headings ...), errors of the console, requests that leave
the server, pages that scroll sideways, and controls that the keyboard does not reach; then a count.
A new browser starts after every ten pages, and a page that takes too long is told and passed over.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.browser.views import START
from gradatim.insight.tracing.examples import EXAMPLES
from gradatim.labs.workspace import init_workspace, open_workspace
from gradatim.views import VIEWS
from gradatim.web.course.documents import key, names

BATCH = 10  # pages of one browser: its memory grows
MODES = {  # name -> width, height, color scheme
    "desktop": (1280, 720, "light"),
    "dark": (1280, 720, "dark"),
    "phone": (390, 844, "light"),
}
DRAWN = "() => +(document.querySelector('.gd')?.dataset.frames ?? 1) > 0"
MARK = """() => ["pre", "math"].forEach((kind) => document.querySelectorAll(kind)
  .forEach((e, i) => i > 2 && e.classList.add("alike")))"""
# Of code and formulas the first few: each has a hundred elements, and all are made alike.
AXE = """seconds => Promise.race([
  axe.run({ exclude: [[".alike"]] }, { iframes: false, resultTypes: ["violations"] }),
  new Promise((_, no) => setTimeout(() => no(new Error("axe takes too long")), 1000 * seconds)),
]).then(({ violations }) => violations.map((v) => `axe ${v.id}: ` +
  v.nodes.slice(0, 3).map((n) => n.html.slice(0, 110)).join(" | ")))"""
# How many pixels of the controls beside a view are out of sight.
SCROLLED = """() => { const side = document.querySelector(".gd-side");
  return side ? side.scrollHeight - side.clientHeight : 0; }"""
# What a mouse can use, in sight and not switched off; each is numbered.
CONTROLS = """() => {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, " +
    "canvas[tabindex], [contenteditable=true]");
  const free = [...all].filter((e) => e.checkVisibility({ visibilityProperty: true }) &&
    !e.disabled && e.type !== "hidden" && e.getClientRects().length);
  free.forEach((e, i) => (e.dataset.control = i));
  window.reached = new Set();
  document.addEventListener("focusin", (e) => window.reached.add(e.target.dataset.control));
  document.activeElement?.blur();
  return free.length + document.querySelectorAll("[tabindex='0'], iframe, pre, math").length; }"""
# Of radio buttons and of tabs the arrow keys reach the others.
MISSED = """() => [...document.querySelectorAll("[data-control]")]
  .filter((e) => !window.reached.has(e.dataset.control) && e.type !== "radio" &&
    e.role !== "tab")
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled)
  .map((e) => `keyboard does not reach: ${e.outerHTML.slice(0, 110)}`)"""


def places(lab: Path) -> list[str]:
    """All addresses of the course."""
    exercises = [exercise.name for exercise in open_workspace(lab).exercises]
    return [
        *("/", "/slides", "/nowhere", "/runs", "/runs/new?recipe=digits-convnet"),
        *("/own", "/read", "/lab"),
        *(f"/chapter/{key(name)}" for name in sorted(names()) if name != "slides"),
        *(f"/view/{view}" for view in VIEWS),
        *(f"/read/{file}" for file in EXAMPLES),
        *(f"/lab/{name}" for name in exercises),
        *(f"/runs/{run.name}" for run in lab.glob("runs/*") if (run / "config.json").is_file()),
    ]


class Sweep:
    """One page after another in one context; what is found is a list of sentences."""

    def __init__(self, browser: Any, address: str, token: str, seconds: float) -> None:
        """Open a context that knows the token.

        Args:
            browser: of playwright.
            address: of the server.
            token: of the server.
            seconds: that a page may take.
        """
        import axe_playwright_python

        self.address, self.seconds = address, seconds
        self.axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
        self.problems: list[str] = []
        context = browser.new_context(bypass_csp=True)
        context.set_default_timeout(1000 * seconds)
        # The views inside a chapter are pages of the sweep themselves.
        context.route("**/view/*embed=1*", lambda route: route.fulfill(body="<title>view</title>"))
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("console", self._hear)
        self.page.on("request", self._watch)
        self.page.goto(f"{address}/?token={token}")

    def _hear(self, message: Any) -> None:
        # Chromium reports the answer 404 of the page that is to be one.
        if message.type == "error" and "404" not in message.text:
            self.problems.append(f"console: {message.text[:200]}")

    def _watch(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"outside request: {request.url}")

    def look(self, place: str, language: str, mode: str, shots: Path | None) -> list[str]:
        """Open a page in a language and a mode; returns what is wrong with it.

        Args:
            place: its address.
            language: "en" or "fr".
            mode: a key of `MODES`.
            shots: where its screenshot is written, if it shall be.
        """
        self.problems.clear()
        width, height, scheme = MODES[mode]
        try:
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.emulate_media(color_scheme=scheme)
            self.page.goto(f"{self.address}{place}{'&' if '?' in place else '?'}lang={language}")
            self.page.wait_for_function(DRAWN)
            if shots:
                name = re.sub(r"\W+", "-", f"{place} {language} {mode}").strip("-")
                self.page.screenshot(path=shots / f"{name}.png", full_page=True)
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.problems.append(f"{wide} pixels wide on a screen of {width}")
            if mode == "desktop" and (hidden := self.page.evaluate(SCROLLED)) > 0:
                self.problems.append(f"{hidden} pixels of the controls are out of sight")
            self.page.evaluate(self.axe)
            self.page.evaluate(MARK)
            self.problems += self.page.evaluate(AXE, self.seconds)
            if mode != "dark":
                self._walk()
        except Exception as error:  # of playwright: a page that hangs must not end the sweep
            self.problems.append(f"gave up: {str(error).splitlines()[0][:200]}")
        return list(self.problems)

    def _walk(self) -> None:
        """Press Tab through the whole page."""
        for _ in range(self.page.evaluate(CONTROLS) + 12):  # what scrolls takes a stop as well
            self.page.keyboard.press("Tab")
        self.problems += self.page.evaluate(MISSED)


def server_in(folder: Path) -> tuple[subprocess.Popen[str], str, str]:
    """Serve the course from a folder; returns the process, its address and its token."""
    process = subprocess.Popen(
        [sys.executable, "-c", START],
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert process.stdout is not None
    found = re.search(r"(http://[^/]+)/\?token=(\S+)", process.stdout.readline())
    assert found
    return process, found[1], found[2]


def sweep(
    address: str,
    token: str,
    chosen: list[str],
    seconds: float,
    looks: list[tuple[str, str]],
    shots: Path | None = None,
) -> Iterator[tuple[str, list[str]]]:
    """Look at pages, at each in some languages and modes; yields it with what is wrong with it."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    with sync_playwright() as driver:
        for first in range(0, len(chosen), BATCH):
            browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
            eyes = Sweep(browser, address, token, seconds)
            for place in chosen[first : first + BATCH]:
                for language, mode in looks:
                    yield f"{place} {language} {mode}", eyes.look(place, language, mode, shots)
            with suppress(Exception):  # of a browser that a page brought down
                browser.close()


def main() -> None:
    """Sweep all pages, or those whose address holds a word."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="regular expression for the address")
    parser.add_argument("--lang", nargs="+", default=["en", "fr"])
    parser.add_argument("--mode", nargs="+", default=list(MODES), choices=list(MODES))
    parser.add_argument("--each", type=int, default=1, help="of the pages take every so many")
    parser.add_argument("--seconds", type=float, default=30, help="limit for each step of a page")
    parser.add_argument("--shots", type=Path, help="folder for a screenshot of every look")
    options = parser.parse_args()
    if options.shots:
        options.shots.mkdir(parents=True, exist_ok=True)
    start, n, wrong = time.perf_counter(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        lab = Path(folder) / "lab"
        init_workspace(lab, "en")
        train = ["train", "digits-mlp", "--epochs", "2", "--out", "runs/digits-mlp-1"]
        subprocess.run([sys.executable, "-m", "gradatim", *train], cwd=lab, check=True)
        process, address, token = server_in(lab)
        try:
            chosen = [place for place in places(lab) if re.search(options.only, place)]
            chosen = chosen[:: options.each]
            looks = [(language, mode) for language in options.lang for mode in options.mode]
            found = sweep(address, token, chosen, options.seconds, looks, options.shots)
            for name, problems in found:
                n, wrong = n + 1, wrong + bool(problems)
                print(f"{n} of {len(chosen) * len(looks)}", end="\r", file=sys.stderr, flush=True)
                for problem in problems:
                    print(f"{name}: {problem}", flush=True)
        finally:
            process.terminate()
            process.wait(20)
    print(f"{n} pages looked at, {wrong} with something wrong, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
