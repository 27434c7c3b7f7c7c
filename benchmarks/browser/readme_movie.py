"""Make README's moving picture: `python -m benchmarks.browser.readme_movie [FILE]`.

Chromium opens the page of `gradatim serve` and does what a visitor does: drags the step size of
gradient descent until it diverges, lets a multi-layer perceptron learn the spiral, and solves an
exercise by way of a mistake. Each frame is a screenshot; a drawn arrow stands for the mouse.
"""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.browser.views import READY
from gradatim.labs.exercise import find
from gradatim.labs.workspace import init_workspace, open_workspace

MOVIE = Path(__file__).parents[2] / "docs" / "figures" / "movie.webp"
SIZE = (1040, 650)  # pixels of the browser window
PER_SECOND = 12  # frames
QUALITY = 50  # of WebP, 0 to 100
EXERCISE, STOP = "06-squared-error", "    raise NotImplementedError"
WRONG = "    return ((prediction - target) ** 2).sum()"
START = (
    "import sys\nfrom pathlib import Path\nfrom gradatim.web.app import serve\n"
    "serve(port=0, browser=False, lab=Path(sys.argv[1]))"
)
ARROW = """() => { const arrow = document.createElement("div");
  arrow.id = "arrow"; arrow.textContent = "\\u25B2";
  arrow.style.cssText = "position:fixed;z-index:99;left:-99px;font-size:22px;color:#c00;"
    + "transform:rotate(-35deg);transform-origin:0 0;pointer-events:none;text-shadow:0 0 3px #fff";
  document.body.append(arrow);
  addEventListener("mousemove", (e) => { arrow.style.left = e.clientX - 4 + "px";
    arrow.style.top = e.clientY + "px"; }); }"""


def frame(page: Any) -> Image.Image:
    """Take the window as it is now."""
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def step(page: Any, n: int) -> None:
    """Press the view's step button n times and wait until the last step is drawn."""
    done = int(page.evaluate("+document.querySelector('.gd').dataset.step"))
    page.evaluate(
        "n => { const button = document.querySelector('[data-do=step]'); "
        "for (let i = 0; i < n; i++) button.click(); }",
        n,
    )
    page.wait_for_function(f"() => +document.querySelector('.gd').dataset.step >= {done + n}")
    page.wait_for_timeout(60)


def opened(browser: Any, address: str) -> Any:
    """Open a page of the server, with an arrow at the mouse."""
    page = browser.new_page(viewport=dict(zip(("width", "height"), SIZE, strict=True)))
    page.set_default_timeout(120_000)
    page.goto(address)
    page.evaluate(ARROW)
    return page


def glide(page: Any, start: tuple[float, float], end: tuple[float, float], n: int) -> Iterator[int]:
    """Move the mouse in n equal parts; yields after each."""
    for i in range(1, n + 1):
        part = i / n
        page.mouse.move(*(a + (b - a) * part for a, b in zip(start, end, strict=True)))
        yield i


def gradient_descent(browser: Any, address: str) -> Iterator[Image.Image]:
    """Answer the question, step, drag the slider of the large step until it diverges."""
    page = opened(browser, f"{address}view/gradient_descent?lang=en&surface=ravine&large=0.12")
    page.wait_for_function(READY)
    button = page.get_by_role("button", name="above 2/15").bounding_box()
    answer = (button["x"] + button["width"] / 2, button["y"] + button["height"] / 2)
    for _ in glide(page, (520, 420), answer, 5):
        yield frame(page)
    page.mouse.click(*answer)
    page.wait_for_timeout(300)
    slider = page.locator("input[name=large]").bounding_box()
    y = slider["y"] + slider["height"] / 2
    places = [slider["x"] + 8 + (slider["width"] - 16) * v for v in (0.52, 0.545)]
    for i in glide(page, answer, (places[0], y), 7):
        if i > 3:
            step(page, 1)
        yield frame(page)
    page.mouse.down()
    for _ in glide(page, (places[0], y), (places[1], y), 8):
        step(page, 1)
        yield frame(page)
    page.mouse.up()
    for _ in range(14):
        step(page, 1)
        yield frame(page)
    page.close()


def perceptron(browser: Any, address: str) -> Iterator[Image.Image]:
    """Let the network learn the spiral, faster and faster."""
    settings = "data=spiral&width=8&noise=0&learning_rate=0.02"
    page = opened(browser, f"{address}view/mlp?lang=en&{settings}")
    page.wait_for_function(READY)
    for i in range(30):
        step(page, 8 + 2 * i)
        yield frame(page)
    page.close()


def exercise(browser: Any, address: str, file: Path, solution: str) -> Iterator[Image.Image]:
    """Type a line that sums where the mean is asked for, check, repair it, check."""
    file.write_text(solution.replace(WRONG.replace("sum", "mean"), STOP), "utf-8")
    page = opened(browser, address)
    area = page.locator("textarea")
    area.wait_for()
    page.wait_for_function(f"() => document.querySelector('textarea').value.includes('{STOP}')")
    area.evaluate("(area, text) => { area.focus(); const at = area.value.indexOf(text);"
                  "area.setSelectionRange(at, at + text.length); }", STOP)  # fmt: skip
    for at in range(0, len(WRONG), 5):
        page.keyboard.insert_text(WRONG[at : at + 5])
        yield frame(page)
    for text, status, n in (("", "failed", 12), ("mean()", "passed", 10)):
        if text:
            for _ in "sum()":
                page.keyboard.press("Backspace")
            page.keyboard.insert_text(text)
            yield frame(page)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(f"#lab-answer[data-status={status}]")
        page.wait_for_timeout(300)
        for _ in range(n):
            yield frame(page)
    page.close()


def main() -> None:
    """Make the movie."""
    from playwright.sync_api import sync_playwright

    out = Path(sys.argv[1]) if len(sys.argv) > 1 else MOVIE
    with tempfile.TemporaryDirectory() as folder:
        lab = Path(folder) / "lab"
        init_workspace(lab, "en")
        opened_lab = open_workspace(lab)
        chosen = find(EXERCISE, opened_lab.exercises)
        command = [sys.executable, "-c", START, str(lab)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        found = re.search(r"(http://[^/]+/)\?token=(\S+)", server.stdout.readline())
        assert found
        try:
            with sync_playwright() as driver:
                browser = driver.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox"]
                )
                place = f"{found[1]}lab/{EXERCISE}?lang=en&token={found[2]}"
                frames = [
                    *gradient_descent(browser, found[1]),
                    *perceptron(browser, found[1]),
                    *exercise(browser, place, opened_lab.file(chosen), chosen.solution),
                ]
                browser.close()
        finally:
            server.terminate()
    first, *others = frames
    first.save(
        out,
        save_all=True,
        append_images=others,
        duration=round(1000 / PER_SECOND),
        loop=0,
        quality=QUALITY,
        method=6,
    )
    print(f"{out}: {len(frames)} frames, {out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
