"""What every engine promises, whatever it shows."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from gradatim.errors import UserError
from gradatim.views import VIEWS, load
from gradatim.views.core.controls import Choice, Flag, Number, Numbers, Text
from gradatim.views.core.engine import words
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
            assert action in ("clear", "write", "undo", "redo"), (action, value)
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


def test_gradient_descent_may_be_opened_by_many_at_once():
    made = load("gradient_descent")
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: made(surface="bowl"), range(48)))
    assert {engine.curvature for engine in opened} == {opened[0].curvature}


def another(control, value):
    if isinstance(control, Flag):
        return not value
    if isinstance(control, Choice):
        return next(option for option in control.options if option != value)
    return "two words" if isinstance(control, Text) else round(control.high / 5, 3)


@pytest.mark.parametrize("view", [view for view in VIEWS if load(view).when])
def test_a_control_that_is_not_shown_would_change_nothing(view):
    engine_class = load(view)
    for name, (other, values) in engine_class.when.items():
        rest = [o for o in engine_class.controls[other].options if o not in (*values, "run", "own")]
        assert rest, (name, other)
        engine = engine_class(**{other: rest[0]})
        before = pack(*encode(engine.snapshot()))
        engine.set(name, another(engine.controls[name], engine.values[name]))
        assert pack(*encode(engine.snapshot())) == before, name
        assert engine.hello()["controls"][name]["when"] == (other, values)


@pytest.mark.parametrize("view", VIEWS)
def test_the_control_of_the_question_is_shown_at_first(view):
    engine = load(view)
    key = words(view)["en"]["guess"]["key"]
    other, values = engine.when.get(key, ("", ()))
    assert not other or engine.controls[other].default in values
