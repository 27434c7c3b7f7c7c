"""In the dark the canvas is turned by its style sheet, and images beforehand: they stay."""

import json
import shutil
import subprocess

import pytest

from gradatim.views.core.modules import VIEW_FILES

SCRIPT = """
import { SCALES, isDark, ofImage, turned } from "%s";
const back = (color) => turned(turned(color));
const every = [0, 1, 100, 254, 255].map((v) => back([v, v, v]));
console.log(JSON.stringify({ every, white: turned([255, 255, 255]), skin: back([224, 172, 105]),
  dark: isDark(), same: ofImage([1, 2, 3]), first: SCALES.negative[0] === SCALES.gray.at(-1) }));
"""


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_what_is_turned_twice_is_as_it_was():
    colors = (VIEW_FILES / "kit" / "canvas" / "colors.js").as_uri()
    command = ["node", "--input-type=module", "-e", SCRIPT % colors]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert told["every"] == [[v] * 3 for v in (0, 1, 100, 254, 255)]
    assert told["white"] == [0, 0, 0]
    assert all(abs(a - b) <= 2 for a, b in zip(told["skin"], (224, 172, 105), strict=True))
    assert not told["dark"]  # outside of a browser
    assert told["same"] == [1, 2, 3]
    assert told["first"]
