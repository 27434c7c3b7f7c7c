"""The page in a real Chromium: every view draws, moves, obeys the keyboard, and stays local."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from gradatim.views import VIEWS
from tests.views.core.test_uploads import png

pytestmark = pytest.mark.browser
STATES = {
    "perceptron": {"data": "xor", "seed": "3"},
    "loss": {"loss": "absolute", "n_examples": "4"},
    "gradient_descent": {"surface": "bowl", "small": "0.05"},
    "batches": {"order": "sorted", "seed": "2"},
    "mlp": {"data": "moons", "width": "3"},
    "backpropagation": {"example": "paths"},
    "vanishing_gradients": {"depth": "7", "activation": "tanh", "initialization": "he"},
    "convolution": {"kernel": "blur", "stride": "2"},
    "convnet": {"stages": "1", "seed": "5"},
    "overfitting": {"n_images": "40", "seed": "2"},
    "unseen_data": {"remedy": "crop", "seed": "2"},
    "alignment": {"model": "live", "seed": "2"},
    "attention": {"model": "live", "seed": "2"},
    "transformer_block": {"temperature": "0.5"},
    "language_model": {"model": "live", "seed": "2"},
    "sizes": {"gpu": "a100", "grid": "france"},
    "chat": {"question": "Hello", "seed": "2"},
    "text_to_image": {"guidance": "3", "seed": "4"},
    "image_and_word": {"task": "caption", "seed": "2"},
    "explanation": {"style": "twemoji", "words": "heart"},
    "bias": {"fraction": "0.1", "seed": "2"},
    "hallucination": {"people": "12", "question": "3"},
    "pyrat_match": {"width": "9", "rat": "density"},
    "pyrat_learning": {"size": "5", "opponent": "random"},
}
BLANK = """() => { const c = document.querySelector(".gd canvas");
  const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data, seen = new Set();
  for (let i = 0; i < d.length; i += 444) seen.add((d[i] << 16) + (d[i + 1] << 8) + d[i + 2]);
  return seen.size; }"""


@pytest.fixture(scope="module")
def address():
    code = "from gradatim.web.app import serve; serve(port=0, browser=False)"
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    server = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert server.stdout is not None
        yield re.search(r"http://\S+/", server.stdout.readline())[0]  # type: ignore[index]
        assert server.poll() is None  # it lived through everything
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def page(chromium, address):
    found = chromium.new_page(viewport={"width": 1280, "height": 720}, bypass_csp=True)
    found.set_default_timeout(60_000)
    found.problems, found.foreign = [], []
    found.on("pageerror", lambda error: found.problems.append(str(error)))
    found.on("console", lambda m: found.problems.append(m.text) if m.type == "error" else None)
    found.on(
        "request",
        lambda r: None if r.url.startswith(address) else found.foreign.append(r.url),
    )
    yield found
    found.close()


def count(page):
    return int(page.evaluate("document.querySelector('.gd')?.dataset.frames ?? 0"))


def wait_for(page, condition):
    page.wait_for_function(
        f"() => {{ const gd = document.querySelector('.gd'); return {condition} }}"
    )


def screenshot(page, tmp_path, name):
    folder = Path(os.environ.get("GRADATIM_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


@pytest.mark.parametrize("view", VIEWS)
def test_view_draws_moves_and_remembers(page, address, view, tmp_path):
    state = "&".join(f"{name}={value}" for name, value in STATES[view].items())
    page.goto(f"{address}view/{view}?lang=en&{state}")
    wait_for(page, "+gd?.dataset.frames > 0")
    assert page.evaluate(BLANK) > 5  # colors: not blank

    for name, value in STATES[view].items():  # the state came from the address and stays there
        assert f"{name}={value}" in page.url
        shown = page.locator(f"[name={name}]")
        if shown.count() and shown.get_attribute("type") != "range":
            assert shown.input_value() == value

    page.keyboard.press("ArrowRight")
    wait_for(page, "+gd.dataset.step === 1")
    page.keyboard.press("ArrowLeft")
    wait_for(page, "+gd.dataset.step === 0")
    before = count(page)
    page.keyboard.press("Space")
    wait_for(page, f"+gd.dataset.frames > {before + 3}")
    page.keyboard.press("Space")
    wait_for(page, "gd.dataset.playing === 'false'")

    page.locator(".gd-choices button").first.click()
    assert page.locator(".gd-verdict").inner_text()
    page.keyboard.press("c")
    assert "gradatim." in page.locator("dialog h3").first.inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("f")  # A beside B
    screenshot(page, tmp_path, f"{view}-1280")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")  # one screen
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.press("f")
    page.wait_for_timeout(150)
    screenshot(page, tmp_path, f"{view}-390")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.problems == []
    assert page.foreign == []


@pytest.mark.parametrize("view", ["", *VIEWS])
def test_nothing_that_axe_finds(page, address, view):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    for language in ("en", "fr"):
        page.goto(f"{address}{view and f'view/{view}'}?lang={language}")
        if view:
            wait_for(page, "+gd?.dataset.frames > 0")
            if language == "fr":  # with the answer given and the code open
                page.locator(".gd-choices button").first.click()
                page.keyboard.press("c")
                page.wait_for_selector("dialog pre")
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_the_index_has_a_thumbnail_of_every_view(page, address):
    page.goto(f"{address}?lang=fr")
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate("[...document.querySelectorAll('main img')].map((i) => i.naturalWidth)")
    assert sizes == [620] * len(VIEWS)
    page.locator("main li li a").first.click()
    wait_for(page, "+gd?.dataset.frames > 0")
    assert page.problems == []


def test_an_address_leads_to_the_same_step(page, address):
    page.goto(f"{address}view/mlp?lang=en&seed=4&step=25")
    wait_for(page, "+gd?.dataset.step === 25")
    page.keyboard.press("ArrowRight")
    wait_for(page, "+gd.dataset.step === 26")
    page.wait_for_function("() => location.search.includes('step=26')")


def test_handles_are_reached_without_a_mouse(page, address):
    page.goto(f"{address}view/perceptron?lang=en&data=and")
    wait_for(page, "+gd?.dataset.frames > 0")
    for _ in range(2):  # the plane, then the first point
        page.keyboard.press(".")
    page.keyboard.press("Enter")  # a click on it: the other class
    page.wait_for_function("() => location.search.includes('data=own')")
    labels = [float(n) for n in parse_qs(urlsplit(page.url).query)["points"][0].split(",")][2::3]
    assert sum(labels) in (0, 2)
    before = page.url
    page.keyboard.press("g")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function("(before) => location.href !== before", arg=before)


def test_the_champion_is_played_with_the_arrow_keys(page, address):
    page.goto(
        f"{address}view/pyrat_match?lang=en&rat=human&python=champion&overlay=policy&mud=0&walls=0"
    )
    wait_for(page, "+gd?.dataset.frames > 0")
    page.keyboard.press("ArrowDown")
    wait_for(page, "+gd.dataset.step === 1")
    page.keyboard.press("ArrowRight")
    wait_for(page, "+gd.dataset.step === 2")
    page.mouse.click(200, 480)  # below the rat: a finger does as well
    wait_for(page, "+gd.dataset.step === 3")
    for overlay in ("heat", "attention"):
        page.locator("[name=overlay]").select_option(overlay)
        page.wait_for_function("(o) => location.search.includes(o)", arg=f"overlay={overlay}")
    assert page.evaluate(BLANK) > 5
    assert page.problems == []


def test_a_number_is_typed_into_a_cell_of_the_kernel(page, address):
    page.goto(f"{address}view/convolution?lang=fr")
    wait_for(page, "+gd?.dataset.frames > 0")
    for key in "k-1,5":  # the first cell; French writes a comma
        page.keyboard.press(key)
    page.wait_for_function("() => location.search.includes('cells=-1.5')")


def test_a_diverged_run_offers_the_way_back(page, address):
    page.goto(f"{address}view/gradient_descent?lang=en&surface=bowl&small=6&large=9")
    wait_for(page, "+gd?.dataset.frames > 0")
    page.keyboard.press("Space")
    page.locator(".gd-banner button").first.click()
    wait_for(page, "+gd.dataset.step === 0")  # fewer than twenty steps had been made
    wait_for(page, "gd.dataset.playing === 'false'")


def test_files_that_are_too_large_or_no_image_are_refused_in_the_page(page, address, tmp_path):
    page.goto(f"{address}view/convolution?lang=en")
    wait_for(page, "+gd?.dataset.frames > 0")
    chooser = page.locator("input[type=file]:not([webkitdirectory])")
    for name, content, said in [
        ("huge.png", b"0" * 8_100_000, "larger than 8 MB"),
        ("text.png", b"not an image", "not an image"),
        ("dot.png", png((1, 1)), "1 x 1"),
        ("wide.png", png((12_000, 12_000), "1"), "12000 x 12000"),
    ]:
        (tmp_path / name).write_bytes(content)
        chooser.set_input_files(tmp_path / name)
        page.wait_for_selector(f".gd-banner:has-text('{said}')")
    (tmp_path / "clear.png").write_bytes(png((40, 30), "RGBA"))
    chooser.set_input_files(tmp_path / "clear.png")
    page.wait_for_selector(".gd-banner:has-text('96 x 96')")
    assert page.problems == []


def test_own_file_and_the_mistake_in_it_are_answered(page, address, tmp_path):
    page.goto(f"{address}view/mlp?lang=en")
    wait_for(page, "+gd?.dataset.frames > 0")
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("x,y,kind\n1,2,cat\n3,4,dog\n2,2,cat\n5,3,dog\n")
    bad.write_text("1,2,cat\nword,4,dog\n")
    page.locator("input[type=file]:not([webkitdirectory])").set_input_files(bad)
    page.wait_for_selector(".gd-banner:has-text('word')")
    page.locator("input[type=file]:not([webkitdirectory])").set_input_files(good)
    page.wait_for_selector(".gd-banner:has-text('4 of 4 rows')")
    page.wait_for_function("() => location.search.includes('data=own')")


def test_presenter_mode_has_larger_type_and_survives_in_the_address(page, address):
    page.goto(f"{address}view/perceptron?lang=en&presenter=1")
    wait_for(page, "+gd?.dataset.frames > 0")
    size = "parseFloat(getComputedStyle(document.querySelector('.gd-bar')).fontSize)"
    large = page.evaluate(size)
    assert not page.locator(".gd-discover").is_visible()
    page.keyboard.press("p")
    assert page.evaluate(size) < large
    assert "presenter=1" in page.url


def test_a_broken_connection_comes_back_to_the_same_run(page, address):
    page.goto(f"{address}view/perceptron?lang=en")
    wait_for(page, "+gd?.dataset.frames > 0")
    page.keyboard.press("ArrowRight")
    wait_for(page, "+gd.dataset.step === 1")
    frames = count(page)
    page.evaluate("""() => { const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function () {
        WebSocket.prototype.send = send; this.close(); }; }""")
    page.keyboard.press("ArrowRight")
    wait_for(page, f"+gd.dataset.frames > {frames}")
    assert int(page.evaluate("document.querySelector('.gd').dataset.step")) >= 1
