"""`gradatim data inspect` prints what it found, and draws a page."""

import json
import subprocess
import sys

import numpy as np
from PIL import Image

from gradatim.cli import main
from tests.cli.helpers import environment


def test_inspection_is_printed_drawn_and_given_as_json(tmp_path, monkeypatch, capsys, fails):
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    for label in ("cat", "dog"):
        (tmp_path / "pets" / label).mkdir(parents=True)
        for i in range(6):
            pixels = rng.integers(0, 256, (16, 16, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / "pets" / label / f"{i}.png")
    main(["data", "inspect", "pets"])
    printed = capsys.readouterr().out
    assert "12 images of 2 classes" in printed
    assert "gradatim train folder-resnet --data pets" in printed
    page = (tmp_path / "inspection.html").read_text("utf-8")
    assert page.count("<image") == 10
    main(["data", "inspect", "pets", "--json"])
    assert json.loads(capsys.readouterr().out)["counts"]["dog"] == {"all": 6}
    assert "there is no file or folder gone" in fails("data", "inspect", "gone")
    inside = "pets/cat/0.png/page.html"  # of a file
    assert "move it, or give another" in fails("data", "inspect", "pets", "--out", inside)


def test_looking_at_a_table_or_images_needs_no_torch(tmp_path):
    (tmp_path / "own.csv").write_text("x,y\n" + "".join(f"{i},{i % 2}\n" for i in range(60)))
    for label in ("cat", "dog"):
        (tmp_path / "pets" / label).mkdir(parents=True)
        for i in range(3):
            Image.new("RGB", (9, 9), (i, 0, 0)).save(tmp_path / "pets" / label / f"{i}.png")
    for name in ("own.csv", "pets"):
        code = (
            "import sys\nfrom gradatim.cli import main\n"
            f"main(['data', 'inspect', {name!r}])\nassert 'torch' not in sys.modules"
        )
        command = [sys.executable, "-c", code]
        subprocess.run(command, check=True, env=environment(), capture_output=True, cwd=tmp_path)
