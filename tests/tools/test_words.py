"""The word list finds words in what people read, with their line, and leaves code alone."""

import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "check_words.py"


def check(path: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, str(TOOL), str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == (done.stdout.startswith("words: nothing") is False), done.stderr
    return done.stdout.splitlines() if done.returncode else []


@pytest.mark.parametrize(
    ("name", "text", "line", "better"),
    [
        ("page.md", "One.\n\nTwo looks\nper image.\n", 3, "test-time augmentation"),
        ("page.py", 'x = 1\n"""Fine.\n\nA knob.\n"""\n', 4, "option"),
        ("page.py", "knob = 1  # 3 turns a second\n", 1, "per"),
        ("page.js", 'const knob = 1;\nf("a test picture");\n', 2, "image"),
        ("page.json", '{"en": "it pays on a CPU"}\n', 1, "faster"),
    ],
)
def test_a_word_is_named_with_its_line_and_a_better_one(tmp_path, name, text, line, better):
    (tmp_path / name).write_text(text, "utf-8")
    found = check(tmp_path / name)
    assert len(found) == 1, found
    assert found[0].startswith(f"{tmp_path / name}:{line}: ")
    assert better in found[0]


def test_names_in_code_and_good_sentences_pass(tmp_path):
    text = 'def stray(knob):\n    """A fraction of the images, 30 per second."""\n    return knob\n'
    (tmp_path / "page.py").write_text(text, "utf-8")
    assert check(tmp_path / "page.py") == []
