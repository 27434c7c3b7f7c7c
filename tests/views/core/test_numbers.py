"""Numbers beside the controls are read at a glance, in either language."""

import json
import shutil
import subprocess

import pytest

from gradatim.views.core.modules import VIEW_FILES

SCRIPT = """
import { grouped, writeNumbersIn } from "%s";
const values = [0.5, 28, 1234, 12345.5, 10000000, -20000];
const written = (language) => (writeNumbersIn(language), values.map(grouped));
console.log(JSON.stringify({ en: written("en"), fr: written("fr") }));
"""


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_thousands_are_set_apart_from_five_digits_on():
    numbers = (VIEW_FILES / "kit" / "numbers.js").as_uri()
    command = ["node", "--input-type=module", "-e", SCRIPT % numbers]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert told["en"] == ["0.5", "28", "1234", "12,345.5", "10,000,000", "-20,000"]
    thin = "\u202f"
    assert told["fr"] == [
        *("0,5", "28", "1234"),
        *(f"12{thin}345,5", f"10{thin}000{thin}000", f"-20{thin}000"),
    ]
