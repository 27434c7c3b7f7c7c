"""Every sentence of the engines that a visitor can meet has its French."""

import ast
import json
import shutil
import subprocess

import pytest

from gradatim.views.core.modules import VIEW_FILES

# These speak of arguments, that only a program in Python can give.
OF_PYTHON = ("points ", "labels ", "image ", "data ")
OF_PYTHON += ("Give a GPT", "Views in a notebook", "There is no view")


def sentences():
    """All literal texts of UserErrors and notices, their gaps filled with a number."""
    for file in VIEW_FILES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "UserError":
                text = node.args[0]
            elif isinstance(node, ast.Assign) and "notice" in ast.unparse(node.targets[0]):
                text = node.value
            else:
                continue
            if isinstance(text, ast.Constant) and text.value:
                yield text.value
            elif isinstance(text, ast.JoinedStr):
                yield "".join(p.value if isinstance(p, ast.Constant) else "{}" for p in text.values)


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_every_sentence_of_an_engine_is_said_in_french():
    met = sorted({text for text in sentences() if not text.startswith(OF_PYTHON)})
    met += ["40 of 41 rows are shown. Across: a, up: b. Of 3 classes, c is told from the others."]
    assert len(met) > 60
    module = (VIEW_FILES / "kit/french.js").as_uri()
    given = json.dumps([text.replace("{}", "7") for text in met])
    script = f"import {{ inFrench }} from '{module}';"
    script += f"console.log(JSON.stringify({given}.map((text) => inFrench(text))))"
    run = subprocess.run(
        ["node", "--input-type=module", "-e", script], capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    french = json.loads(run.stdout)
    same = [text for text, said in zip(met, french, strict=True) if text.replace("{}", "7") == said]
    assert same == []
    assert french[-1].endswith("Sur 3 classes, c est distinguée des autres.")
