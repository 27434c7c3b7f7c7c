"""Take the thumbnails of the index page: `python -m benchmarks.browser.thumbnails`.

Every view is opened at an address, played for a while, and its stage becomes a small WebP file in
`src/gradatim/web/static/thumbnails/`.
"""

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.browser.views import READY, START

STATIC = Path(__file__).parents[2] / "src" / "gradatim" / "web" / "static" / "thumbnails"
# view -> what its address says, and how many steps are played
MOMENTS = {
    "perceptron": ("data=moons&noise=0.2", 12),
    "loss": ("n_examples=12", 4),
    "gradient_descent": ("surface=network&display=relief&small=0.2&large=1.5", 26),
    "batches": ("", 60),
    "mlp": ("data=spiral&width=8&noise=0&learning_rate=0.02", 1000),
    "backpropagation": ("example=neuron", 12),
    "vanishing_gradients": ("", 0),
    "convolution": ("kernel=vertical", 0),
    "convnet": ("data=fashion-mnist&learning_rate=0.005", 120),
    "overfitting": ("idea=shift_rotate", 200),
    "unseen_data": ("", 150),
    "alignment": ("", 7),
    "attention": ("task=next", 250),
    "transformer_block": ("block=3", 0),
    "language_model": ("task=next&temperature=0.7", 400),
    "sizes": ("model=gpt3&tokens=3e11&gpus=1024", 8),
    "chat": ("", 30),
    "text_to_image": ("prompt=draw+an+eight", 150),
    "image_and_word": ("words=a+yellow+face", 0),
    "explanation": ("", 4),
    "bias": ("", 150),
    "hallucination": ("", 200),
    "pyrat_match": ("rat=planner&python=champion&overlay=attention&seed=4", 22),
    "pyrat_learning": ("", 420),
}


def stage(page: Any, steps: int) -> Image.Image:
    """Play a view to a step and return what its stage shows."""
    for done in range(0, steps, 100):
        page.evaluate(
            "n => { const step = document.querySelector('[data-do=step]'); "
            "for (let i = 0; i < n; i++) step.click(); }",
            min(100, steps - done),
        )
        page.wait_for_function(
            f"() => +document.querySelector('.gd').dataset.step >= {min(steps, done + 100)}",
            timeout=300_000,
        )
    page.wait_for_timeout(400)
    shot = Image.open(io.BytesIO(page.locator(".gd-stage").screenshot())).convert("RGB")
    return shot.crop((0, 3, shot.width, shot.height))  # without the line of the header


def main() -> None:
    """Take all thumbnails, or those of the views named on the command line."""
    from playwright.sync_api import sync_playwright

    chosen = sys.argv[1:] or list(MOMENTS)
    server = subprocess.Popen([sys.executable, "-c", START], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    found = re.search(r"http://\S+/", server.stdout.readline())
    assert found
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            for view in chosen:
                address, steps = MOMENTS[view]
                page = browser.new_page(viewport={"width": 1280, "height": 720})
                page.goto(f"{found[0]}view/{view}?lang=en&{address}")
                page.wait_for_function(READY, timeout=120_000)
                thumbnail = stage(page, steps)
                thumbnail.resize((620, 404), Image.Resampling.LANCZOS).save(
                    STATIC / f"{view}.webp", quality=72, method=6
                )
                page.close()
            browser.close()
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
