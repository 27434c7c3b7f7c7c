"""The lab in a real Chromium: two exercises from the starter by way of a mistake to success."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gradatim.labs.exercise import exercises, find
from gradatim.labs.workspace import init_workspace, open_workspace

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(900),  # a busy computer draws slowly
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("browser") / "lab"
    init_workspace(path, "en")
    return open_workspace(path)


@pytest.fixture(scope="module")
def server(folder):
    """The command itself, as a learner starts it; gives the address of the page and the token."""
    command = [sys.executable, "-m", "gradatim", "lab", "open", "--lab", str(folder.path)]
    process = subprocess.Popen(
        [*command, "--port", "0", "--no-browser"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"(http://[^/]+/)lab/01-tensors\?token=(\S+)", line)
        assert found, line
        yield found[1], found[2]
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def page(chromium, server):
    address, token = server
    found = chromium.new_page(viewport={"width": 1280, "height": 720}, bypass_csp=True)
    found.set_default_timeout(90_000)
    found.problems, found.foreign = [], []
    found.on("pageerror", lambda error: found.problems.append(str(error)))
    found.on("console", lambda m: found.problems.append(m.text) if m.type == "error" else None)
    found.on(
        "request", lambda r: None if r.url.startswith(address) else found.foreign.append(r.url)
    )
    found.goto(f"{address}lab?lang=en&token={token}")
    yield found
    assert found.foreign == []
    found.close()


def screenshot(page, tmp_path, name):
    place = Path(os.environ.get("GRADATIM_SCREENSHOTS") or tmp_path)
    place.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=place / f"{name}.png")


def write(page, text):
    """Put a text into the editor as a paste does."""
    page.locator("textarea").click()
    page.keyboard.press("Control+a")
    page.evaluate("text => document.execCommand('insertText', false, text)", text)


def check(page, status):
    """Check by the keyboard and wait for the answer of this status."""
    page.locator("textarea").wait_for()  # the page is set up
    page.evaluate("document.getElementById('lab-answer').dataset.status = ''")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"#lab-answer[data-status={status}]")
    return page.locator("#lab-answer").inner_text()


def shows(page, place, words):
    """Wait until the page, which asks its server first, shows these words at this place."""
    page.wait_for_function(
        "([place, words]) => document.querySelector(place)?.innerText.includes(words)",
        arg=[place, words],
    )


def own(page, status):
    page.wait_for_selector(f"#lab-own[data-status={status}]")
    return page.locator("#lab-own").inner_text()


def axe_finds_nothing(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_convolution_is_solved_by_way_of_a_flipped_kernel(page, server, folder, tmp_path):
    exercise = find("14", folder.exercises)
    page.locator(f"a[href^='/lab/{exercise.name}']").click()
    shows(page, "#panel-task", "A small kernel slides")
    assert "Not solved yet" in check(page, "unsolved")
    page.locator("#tab-view").click()
    assert "Drawn by our function" in own(page, "unsolved")

    slide = "(x[i : i + h, j : j + w] * kernel)"
    assert slide in exercise.solution
    write(page, exercise.solution.replace(slide, slide.replace("kernel", "kernel.flip(0, 1)")))
    answer = check(page, "failed")
    order = [
        "returns a wrong value",
        "with x",
        "got",
        "expected",
        "Likely mistake: The kernel is",
    ]
    places = [answer.index(words) for words in [*order, "Open hint 1 of 3"]]
    assert places == sorted(places)
    assert page.locator("[data-mistake=kernel_flipped]").count() == 1
    assert page.locator(".got td.wrong").count() == page.locator(".expected td.wrong").count() == 1
    assert "not right yet" in own(page, "wrong")
    screenshot(page, tmp_path, "lab-convolution-mistake-1280")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")  # one screen
    axe_finds_nothing(page)

    page.locator("#lab-answer button.primary").click()  # the next step: a hint
    shows(page, "#panel-hints", "Where does the kernel start")
    write(page, exercise.solution)
    answer = check(page, "passed")
    assert "Correct: 3 checks passed." in answer
    assert "The weights are the same at every position" in answer  # why
    page.get_by_role("button", name="See your function in the view").click()
    assert own(page, "right") == "Drawn by your correlate."
    page.locator("#panel-view canvas").press("ArrowRight")
    page.wait_for_function("document.querySelector('.gd').dataset.step === '1'")
    screenshot(page, tmp_path, "lab-convolution-solved-1280")
    page.get_by_role("button", name="Compare with our solution").click()
    shows(page, "#panel-solution", "def correlate")
    shows(page, "#lab-count", f"1 of {len(exercises())} done")
    assert folder.file(exercise).read_text("utf-8") == exercise.solution
    progress = open_workspace(folder.path).of(exercise)
    assert (progress.state, progress.checks, progress.hints) == ("done", 3, 1)
    assert page.problems == []


def test_masks_are_solved_by_typing_on_a_phone_in_french(page, server, folder, tmp_path):
    exercise = find("2", folder.exercises)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server[0]}lab/{exercise.name}?lang=fr")
    area = page.locator("textarea")
    area.click()
    first = exercise.starter.index("raise NotImplementedError")
    area.evaluate("(area, at) => area.setSelectionRange(at, at)", first)
    page.keyboard.press("Shift+End")
    page.keyboard.type("if True:")
    page.keyboard.press("Enter")  # indents
    page.keyboard.type("return x[x >= 0]")
    page.keyboard.press("Enter")  # and back after a return
    assert "    if True:\n        return x[x >= 0]\n    \n" in area.input_value()
    assert "attendue" in check(page, "failed")
    assert page.locator("[data-mistake=zero_counted_positive]").count() == 1
    page.locator("#lab-answer").scroll_into_view_if_needed()
    screenshot(page, tmp_path, "lab-masks-mistake-390")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe_finds_nothing(page)
    write(page, exercise.solution)
    assert "Juste : 3 vérifications réussies." in check(page, "passed")
    screenshot(page, tmp_path, "lab-masks-solved-390")
    assert open_workspace(folder.path).of(exercise).state == "done"
    page.goto(f"{server[0]}lab?lang=fr")
    screenshot(page, tmp_path, "lab-list-390")
    axe_finds_nothing(page)
    assert page.problems == []


def test_another_editor_on_the_same_file_loses_nothing(page, server, folder, tmp_path):
    exercise = find("3", folder.exercises)
    file = folder.file(exercise)
    page.goto(f"{server[0]}lab/{exercise.name}?lang=en")
    area = page.locator("textarea")
    file.write_text("outside = 1\n")  # nothing is being written here: the page follows
    page.wait_for_function("document.querySelector('textarea').value === 'outside = 1\\n'")
    write(page, "inside = 1\n")
    file.write_text("outside = 2\n")
    page.keyboard.press("Control+s")
    page.wait_for_selector("#lab-alert:has-text('changed on the disk')")
    assert file.read_text() == "outside = 2\n"
    assert area.input_value() == "inside = 1\n"
    page.get_by_role("button", name="Show both").click()
    shows(page, ".lab-both", "outside = 2")
    screenshot(page, tmp_path, "lab-conflict-1280")
    axe_finds_nothing(page)
    page.get_by_role("button", name="Keep the text of this page").click()
    page.wait_for_selector("#lab-alert:has-text('saved as')")
    assert file.read_text() == "inside = 1\n"
    kept = re.search(r"broadcasting\.\S+?\.py", page.locator("#lab-alert").inner_text())
    assert kept
    assert (file.parent / kept[0]).read_text() == "outside = 2\n"
    write(page, "inside = 2\n")
    page.wait_for_function("document.getElementById('lab-state').textContent === 'saved'")
    assert file.read_text() == "inside = 2\n"  # saved without being asked
    assert [text for text in page.problems if "409" not in text] == []


def test_editor_keys(page, server, folder):
    page.goto(f"{server[0]}lab/04-reductions?lang=en")
    area = page.locator("textarea")
    write(page, "def f(x):\nreturn x")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    assert area.input_value() == "def f(x):\n    return x"
    page.keyboard.press("Control+/")
    assert area.input_value() == "def f(x):\n    # return x"
    page.keyboard.press("Control+/")
    page.keyboard.press("Control+a")
    page.keyboard.press("Tab")
    assert area.input_value() == "    def f(x):\n        return x"
    page.keyboard.press("Shift+Tab")
    assert area.input_value() == "def f(x):\n    return x"
    page.keyboard.press("Control+z")  # the browser's own undo still works
    assert area.input_value() == "    def f(x):\n        return x"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") != "TEXTAREA"  # no trap
    assert page.problems == []
