"""Folders closed by the kernel: nothing below them can be read, all beside them can."""

import subprocess
import sys
from pathlib import Path

import pytest

from gradatim.labs.sandbox.landlock import folders_beside

CODE = """
import sys
from pathlib import Path
from gradatim.labs.sandbox.landlock import close_folders
closed, beside = map(Path, sys.argv[1:])
if not close_folders([closed]):
    sys.exit("unable")
print((beside / "file").read_text())
try:
    (closed / "inside" / "file").read_text()
except PermissionError:
    print("closed")
"""


def test_the_rest_is_named_by_its_largest_folders(tmp_path):
    for name in ("closed", "open", "half/closed", "half/open"):
        (tmp_path / name).mkdir(parents=True)
    shut = {tmp_path / "closed", tmp_path / "half" / "closed"}
    here = {path for path in folders_beside(shut) if path.is_relative_to(tmp_path)}
    assert here == {tmp_path / "open", tmp_path / "half" / "open"}


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock is of Linux")
def test_a_closed_folder_cannot_be_read_and_one_beside_it_can(tmp_path: Path):
    for name in ("closed/inside", "open"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file").write_text("text")
    words = [sys.executable, "-c", CODE, tmp_path / "closed", tmp_path / "open"]
    done = subprocess.run(words, capture_output=True, text=True)
    if "unable" in done.stderr:
        pytest.skip("this kernel has no Landlock")
    assert done.stdout.split() == ["text", "closed"], done.stderr
