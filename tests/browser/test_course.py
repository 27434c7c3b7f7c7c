"""The course in a real Chromium: nothing that axe finds, no error, nothing from outside."""

import os
import re
import subprocess
import sys

import pytest

from tests.views.core.test_own_networks import run_folder

pytestmark = pytest.mark.browser
WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    code = "from gradatim.web.app import serve; serve(port=0, browser=False)"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        cwd=tmp_path_factory.mktemp("here"),
    )
    try:
        assert process.stdout is not None
        found = re.search(r"(http://[^/]+)/\?token=(\S+)", process.stdout.readline())
        assert found
        yield found.groups()
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def page(chromium, server):
    base, token = server
    # The views inside the chapters have their own tests, and would keep the cores busy here.
    found = chromium.new_page(bypass_csp=True)
    found.set_default_timeout(60_000)
    found.route("**/view/*embed=1*", lambda route: route.fulfill(body="<title>view</title>"))
    found.problems = []
    found.on("pageerror", lambda error: found.problems.append(str(error)))
    found.on("console", lambda m: found.problems.append(m.text) if m.type == "error" else None)
    found.on(
        "request",
        lambda r: None if r.url.startswith(base) else found.problems.append(r.url),
    )
    found.goto(f"{base}/?token={token}")
    yield found
    found.close()


PLACES = (
    *("/", "/slides", "/chapter/2", "/chapter/7", "/runs"),
    *("/runs/new?recipe=digits-mlp", "/read/models/attention.py"),
)


@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_clean_on_desktop_and_phone(page, server, place):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    language = "fr" if place in PLACES[::2] else "en"
    page.goto(f"{server[0]}{place}{'&' if '?' in place else '?'}lang={language}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, "the page scrolls sideways"
        found = axe.run(page, options={"iframes": False}).response["violations"]
        assert not found, [(v["id"], [n["html"][:90] for n in v["nodes"]][:3]) for v in found]
    assert not page.problems


def test_a_chapter_is_walked_through_by_keys(page, server):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{server[0]}/chapter/1?lang=en")
    reached = set()
    for _ in range(70):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('href') ?? ''"))
    assert "/chapter/2?lang=en" in reached
    assert "/lab/05-perceptron?lang=en" in reached
    assert any(link.startswith("/read/models/vision/perceptron.py") for link in reached)


def test_a_model_is_stepped_through_by_keys(page, server):
    """Forwards to its answer, then backwards through the gradients."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{server[0]}/read/models/vision/mlp.py?lang=en")
    page.click("#begin")
    page.wait_for_selector("#values h2")
    assert page.text_content("#values h2") == "MLP.forward begins with"
    seen = []
    while not seen or seen[-1] != page.text_content("#count"):
        seen.append(page.text_content("#count"))
        page.keyboard.press("ArrowRight")
    assert len(seen) > 20
    page.click("[data-do=backward]")
    assert "gradient of loss" in page.text_content("#values h2")
    assert page.locator("#code .now.back").count() == 1
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    assert not axe.run(page).response["violations"]
    assert not page.problems


PROGRAM = """
from torch import nn
model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 2))
"""
DROP = """text => { const data = new DataTransfer();
  data.items.add(new File([text], "mine.py"));
  const event = { dataTransfer: data, bubbles: true, cancelable: true };
  document.querySelector(".gd-stage").dispatchEvent(new DragEvent("drop", event)); }"""
SHOWN = "name => document.querySelector('.gd-banner')?.textContent.includes(name)"


def test_a_program_that_is_dropped_is_shown_with_its_code(page, server):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{server[0]}/view/mlp?lang=en")
    page.wait_for_function("() => +document.querySelector('.gd')?.dataset.frames > 0")
    page.evaluate(DROP, PROGRAM)
    page.wait_for_function(SHOWN, arg="Your network is shown")
    assert page.locator("output[for=gd-mlp-width]").text_content() == "5"
    page.keyboard.press("c")
    page.wait_for_selector("dialog[open] h3")
    assert "mine.py" in page.text_content("dialog[open]")
    assert "nn.Linear(3, 5)" in page.text_content("dialog[open]")
    page.keyboard.press("Escape")
    page.evaluate(DROP, "model = 1 / 0")
    page.wait_for_function(SHOWN, arg="ZeroDivisionError")
    assert not page.problems


def test_the_folder_of_a_run_is_chosen_and_shown(page, server, tmp_path):
    run_folder(tmp_path / "my gpt")
    page.goto(f"{server[0]}/view/attention?lang=fr")
    page.wait_for_function("() => +document.querySelector('.gd')?.dataset.frames > 0")
    page.set_input_files("input[webkitdirectory]", tmp_path / "my gpt")
    page.wait_for_function(SHOWN, arg="Votre modèle est montré")
    assert page.locator("select[name=model]").input_value() == "run"
    assert not page.problems


def test_a_chapter_becomes_slides_and_the_keys_turn_them(page, server):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{server[0]}/chapter/1?lang=en")
    page.click("#present")
    number = "() => document.querySelector('.deck output').textContent"
    first, n = page.evaluate(number).split(" / ")
    assert (first, int(n) > 8) == ("1", True)
    assert page.inner_text(".deck h1") == "1 · The perceptron"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(number) == f"2 / {n}"
    assert page.inner_text(".deck h2") == "One neuron"
    page.keyboard.press("End")
    assert page.evaluate(number) == f"{n} / {n}"
    page.keyboard.press("Escape")  # the browser leaves the full screen first
    page.wait_for_selector(".deck", state="detached")
    assert page.problems == []
