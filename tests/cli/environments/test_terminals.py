"""Commands where people run them: terminals, locales, folders, and files of other editors."""

import itertools
import shutil
import subprocess
import sys

import pytest

from gradatim.cli.recipe_options import parse
from gradatim.errors import UserError
from gradatim.recipes.registry import get
from tests.cli.helpers import gradatim

C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
TERMINALS = {
    "narrow": {"COLUMNS": "40"},
    "usual": {"COLUMNS": "80"},
    "dumb": {"TERM": "dumb"},
    "color": {"FORCE_COLOR": "1", "COLUMNS": "60"},
    "locale C": C_LOCALE,
    "no home": {"HOME": "/proc/nowhere", "XDG_CACHE_HOME": "", "TMPDIR": "/proc/nowhere"},
}
COMMANDS = (
    ("list",),
    ("doctor",),
    ("compare", "{run}", "{copy}", "--out", "compare é [x].html"),
    ("pyrat", "watch", "greedy", "random"),
)


@pytest.mark.parametrize(
    ("terminal", "words"), zip(TERMINALS, itertools.cycle(COMMANDS), strict=False)
)
def test_commands_answer_in_every_terminal(terminal, words, run, tmp_path):
    folder = tmp_path / "où [bold] (1)"
    folder.mkdir()
    copy = shutil.copytree(run, tmp_path / "copy")
    words = [word.format(run=run, copy=copy) for word in words]
    done = gradatim(*words, cwd=folder, **TERMINALS[terminal])
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    if terminal in ("narrow", "usual"):
        width = int(TERMINALS[terminal]["COLUMNS"])
        assert max(map(len, done.stdout.splitlines())) <= width
    assert ("\x1b[" in done.stdout) is (terminal == "color")


@pytest.mark.skipif(sys.platform != "linux", reason="locales and links of Linux")
def test_a_name_that_the_locale_has_not_is_written_into_the_page(run, tmp_path):
    """In locale C Python reads é as two halves of surrogate pairs, which UTF-8 has not."""
    shutil.copytree(run, tmp_path / "é")
    done = gradatim("compare", "é", str(run), cwd=tmp_path, **C_LOCALE)
    assert done.returncode == 0, done.stderr
    assert "</html>" in (tmp_path / "compare.html").read_text("utf-8")


def test_the_reader_of_the_output_may_leave(tmp_path):
    """`gradatim list | head -1`, which closes the pipe."""
    listing = subprocess.Popen(
        [sys.executable, "-m", "gradatim", "list"],
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": tmp_path},
    )
    listing.stdout.close()
    assert b"Traceback" not in listing.stderr.read()
    listing.wait()


@pytest.mark.parametrize(
    "content",
    [
        b"epochs = 2\r\nlearning_rate = 0.5\r\n",
        b"\xef\xbb\xbfepochs = 2\nlearning_rate = 0.5\n",
    ],
    ids=["Windows line ends", "BOM"],
)
@pytest.mark.parametrize("form", ["--config={}", "--config {}"])
def test_options_are_read_from_files_of_windows_editors(content, form, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "é.toml").write_bytes(content)
    words = form.format("é.toml").split()
    [found] = parse("train", "digits-mlp", "", [get("digits-mlp")], words)
    assert (found["epochs"], found["learning_rate"]) == (2, 0.5)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "epochs = 2".encode("utf-16"),
            "is not text in UTF-8: give a file of lines such as `learning_rate = 0.01`",
        ),
        (b"epochs = " + b"[" * 9999, "is not TOML"),
        (b"epochs = \x00", "is not TOML"),
    ],
)
def test_other_content_is_refused_in_a_sentence(content, sentence, tmp_path):
    file = tmp_path / "options.toml"
    file.write_bytes(content)
    with pytest.raises(UserError, match=sentence):
        parse("train", "digits-mlp", "", [get("digits-mlp")], ["--config", str(file)])


@pytest.mark.parametrize("seed", ["12345678901234567890", "-1"])
@pytest.mark.parametrize(
    "words",
    [("train", "digits-mlp"), ("pyrat", "match", "greedy", "random"), ("tour",)],
    ids=" ".join,
)
def test_a_seed_of_twenty_digits_is_a_sentence(seed, words, fails, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = fails(*words, "--seed", seed)
    assert f"seed is {seed}: give a whole number from 0 to 2,147,483,647." in said


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (("--lr", "0.1"), "has no option --lr: did you mean --learning-rate?"),
        (("--lr=0.1",), "did you mean --learning-rate?"),
        (("--gpu",), "did you mean --device?"),
        (("--output", "x"), "did you mean --out?"),
        (("--zzz", "1"), "has no option --zzz: see gradatim train digits-mlp --help"),
    ],
)
def test_an_option_that_there_is_not_is_answered_by_meaning(words, advice, fails):
    assert advice in fails("train", "digits-mlp", *words)


def test_a_model_beyond_the_memory_is_a_sentence(fails, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = fails("train", "digits-mlp", "--hidden", "9000000000000", "--out", "run")
    assert "more memory than there is" in said
