"""What every engine promises, whatever it shows."""

import base64
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from gradatim.errors import UserError
from gradatim.views import VIEWS, load
from gradatim.views.core.controls import Number, Numbers
from gradatim.views.core.engine import words
from gradatim.views.core.modules import joined_module
from gradatim.views.core.wire import MAX_FRAME, encode, pack

FAST = [name for name in VIEWS if name not in ("attention", "language_model")]


def frames(engine, n=4):
    found = []
    for _ in range(n):
        engine.step(1)
        found.append(pack(*encode(engine.snapshot())))
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_same_seed_gives_the_same_frames(view):
    engine_class = load(view)
    assert frames(engine_class()) == frames(engine_class())


@pytest.mark.parametrize("view", VIEWS)
def test_rewinding_and_stepping_again_gives_the_same_frame(view):
    engine = load(view)()
    engine.step(5)
    reached = pack(*encode(engine.snapshot()))
    engine.rewind(3)
    engine.step(3)
    assert pack(*encode(engine.snapshot())) == reached


@pytest.mark.parametrize("view", VIEWS)
def test_frames_are_small_and_every_number_travels(view):
    engine = load(view)()
    engine.step(12)
    header, buffers = encode(engine.snapshot())
    assert sum(map(len, buffers)) <= MAX_FRAME
    json.dumps(header, allow_nan=False)


@pytest.mark.parametrize("view", VIEWS)
def test_address_restores_the_whole_state(view):
    engine_class = load(view)
    engine = engine_class()
    for name, control in engine.controls.items():
        if isinstance(control, Number) and name in ("seed", "learning_rate", "small", "mud"):
            engine.set(name, control.low * 2 + 3 if control.integer else control.high / 5)
    again = engine_class(**engine.address())
    again.step(2)
    engine.reset()
    engine.step(2)
    assert pack(*encode(engine.snapshot())) == pack(*encode(again.snapshot()))


@pytest.mark.parametrize("view", VIEWS)
def test_words_are_complete_in_both_languages(view):
    controls = load(view).controls
    text = words(view)
    assert set(text) == {"en", "fr"}
    shape = {language: set(text[language]) for language in text}
    assert shape["en"] == shape["fr"]
    assert set(text["en"]["labels"]) == set(text["fr"]["labels"])
    for language in text:
        said = text[language]
        shown = {name for name, control in controls.items() if not control.hidden}
        assert shown <= set(said["controls"]) | {"seed"}, language
        assert len(said["discover"]) == 3
        assert said["guess"]["key"] in controls
        assert 0 <= said["guess"]["answer"] < len(said["guess"]["choices"])
        assert len(said["alt"]) > 40


@pytest.mark.parametrize("view", VIEWS)
def test_code_is_the_package_s_own(view):
    parts = load(view)().code()
    assert len(parts) >= 2
    assert all(part["where"].startswith("gradatim.") for part in parts)
    assert all("def " in part["text"] or "class " in part["text"] for part in parts)


@pytest.mark.parametrize("view", FAST)
def test_bad_values_are_refused_and_change_nothing(view):
    engine = load(view)()
    engine.step(2)
    before = pack(*encode(engine.snapshot()))
    for name, value in [
        ("no_such_control", 1),
        *((name, object()) for name in engine.controls),
        *((n, 1e300) for n, c in engine.controls.items() if isinstance(c, Number)),
        *((n, float("nan")) for n, c in engine.controls.items() if isinstance(c, Number)),
        *((n, [1e300]) for n, c in engine.controls.items() if isinstance(c, Numbers)),
    ]:
        with pytest.raises(UserError):
            engine.set(name, value)
    with pytest.raises(UserError):
        engine.act("__init__")
    for action in engine.actions:
        for value in ([], "x", [1e300, 1, 1], {"a": 1}, [float("inf")] * 3):
            try:
                engine.act(action, value)
            except UserError:
                continue
            assert action in ("clear", "write", "redo"), (action, value)
    if "clear" not in engine.actions:
        assert pack(*encode(engine.snapshot())) == before


@pytest.mark.parametrize("view", FAST)
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1", b"{}", b"[" * 5000])
def test_unreadable_files_are_refused_and_the_view_lives_on(view, content):
    engine = load(view)()
    with pytest.raises(UserError):
        engine.load_file("mine", content)
    engine.step(1)
    assert engine.snapshot()["step"] == 1


def test_no_engine_needs_a_browser_or_a_web_server():
    code = (
        "import sys; from gradatim.views import VIEWS, load; [load(v) for v in VIEWS];"
        "bad = {'starlette', 'uvicorn', 'anywidget', 'playwright'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
@pytest.mark.parametrize("view", VIEWS)
def test_widget_draws_and_answers_in_node(view, tmp_path):
    engine = load(view)()
    sent = []
    for step in (0, 12):
        engine.step(step)
        header, buffers = encode(engine.snapshot())
        message = {"type": "frame", "id": step + 1, "playing": False, "data": header}
        sent.append([message, [base64.b64encode(data).decode() for data in buffers]])
    for language in ("en", "fr"):
        fixture = tmp_path / f"{language}.json"
        hello = {"type": "hello", **engine.hello()}
        fixture.write_text(json.dumps({"hello": hello, "frames": sent, "language": language}))
        module = tmp_path / f"{view}-{language}.mjs"
        module.write_text(joined_module(view))  # the joined module, as notebooks get it
        page = Path(__file__).with_name("fake_page.mjs")
        run = subprocess.run(
            ["node", str(page), str(module), str(fixture)],
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert run.returncode == 0, run.stderr[-2000:]
        seen = json.loads(run.stdout)
        assert seen["errors"] == []
        assert seen["first"] > 8  # texts on the first frames
        drawn = " ".join(seen["texts"])
        assert not any(word in drawn for word in ("NaN", "undefined", "{0}", "[object"))
        kinds = [message["type"] for message in seen["sent"]]
        assert kinds[0] == "ready"
        assert kinds.count("drawn") == 2
        assert {"play", "reset", "code"} <= set(kinds)
        for message in seen["sent"]:
            if message["type"] == "act":
                assert message["name"] in engine.actions
            if message["type"] == "set":
                assert message["name"] in engine.controls


def test_quantised_arrays_keep_zero_and_come_close():
    array = np.linspace(-3, 5, 2000, dtype=np.float32).reshape(40, 50)
    array[3, 4] = 0
    header, (data,) = encode({"a": array})
    facts = header["a"]
    levels = np.frombuffer(data, np.uint8).astype(np.float64)
    back = facts["low"] + levels * (facts["high"] - facts["low"]) / 255
    assert np.abs(back.reshape(40, 50) - array).max() < 0.03
    assert abs(back.reshape(40, 50)[3, 4]) < 1e-6
    assert len(data) == 2000


def test_an_array_that_stays_is_sent_once():
    known: dict = {}
    array = torch.zeros(3)
    assert len(encode({"a": array}, known)[1]) == 1
    header, buffers = encode({"a": array}, known)
    assert header["a"] == {"same": True}
    assert buffers == []


def test_gradient_descent_may_be_opened_by_many_at_once():
    made = load("gradient_descent")
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: made(surface="bowl"), range(48)))
    assert {engine.curvature for engine in opened} == {opened[0].curvature}
