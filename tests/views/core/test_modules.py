"""Every view's JavaScript, joined into one module and run in node against a fake page."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from gradatim.views import VIEWS, load
from gradatim.views.core.modules import joined_module, modules
from gradatim.views.core.wire import encode


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
        assert seen["first"] >= 8  # texts on the first frames
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


def test_a_module_stands_after_what_it_imports():
    found = modules("pyrat_match")
    assert found[-1] == "pyrat_match/view.js"
    assert found.index("kit/numbers.js") < found.index("kit/canvas/colors.js")
    assert found.index("kit/view_kit.js") < found.index("pyrat_match/maze.js")
    assert len(found) == len(set(found))
