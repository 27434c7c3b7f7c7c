"""The command line as a whole: speed of help, one line for every mistake."""

import subprocess
import sys

import pytest

from gradatim.cli import COMMANDS, main
from tests.cli.helpers import environment

EVERY = [command for commands in COMMANDS.values() for command in commands]


@pytest.mark.parametrize(
    "words", [["--help"], ["list"], ["train"], ["find-lr"], ["data"], ["pyrat"]]
)
def test_what_names_the_commands_and_recipes_needs_no_torch(words):
    code = (
        f"import sys\nfrom gradatim.cli import main\nmain({words})\n"
        "assert 'torch' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=environment(), capture_output=True)


def test_the_help_names_every_command(capsys):
    main(["--help"])
    text = capsys.readouterr().out
    for command in EVERY:
        assert f" {command.name} " in text


@pytest.mark.parametrize("name", [command.name for command in EVERY])
def test_help_of_every_command_shows_an_example(name, capsys):
    main([name, "--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert f"Example: gradatim {name}" in text
    assert "Commands ─" not in text or name in ("lab", "pyrat", "data")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["trian"], "train"),
        (["train", "digits-mpl"], "did you mean 'digits-mlp'"),
        (["train", "--epochs", "3"], "name a recipe before --epochs: gradatim train RECIPE"),
        (["train", "digits-mlp", "--learning-rat", "1"], "--learning-rate"),
        (["train", "digits-mlp", "--optimizer", "adam"], "adamw"),
        (["train", "digits-mlp", "--epochs", "many"], "many"),
        (["train", "digits-mlp", "--epochs", "0"], "epochs is 0"),
        (["train", "digits-mlp", "--epochs", "inf"], "epochs is inf"),
        (
            ["train", "digits-mlp", "--batch-size", "1.5"],
            "--batch-size is '1.5': give a whole number.",
        ),
        (["train", "digits-mlp", "--devices", "0"], "devices is 0"),
        (["train", "digits-mlp", "--max-seconds", "-1"], "--max-seconds is -1"),
        (["train", "digits-mlp", "--label-smoothing", "2"], "from 0 to below 1"),
        (["train", "digits-mlp", "--shift", "20"], "--shift is 20, and the images have 8 pixels"),
        (["train", "digits-mlp", "--mixup", "-1"], "--mixup is -1: give 0 or"),
        (
            ["train", "digits-mlp", "--alternating-flip"],
            "--alternating-flip needs --flip: give it too.",
        ),
        (["train", "digits-mlp", "--learning-rate", "0"], "--learning-rate is 0: give a"),
        (["train", "digits-mlp", "--hidden", "8", "--hidden", "4"], "--hidden is given twice"),
        (
            ["train", "digits-mlp", "--hidden", "8,4"],
            "write the numbers with blanks between them, 8 4.",
        ),
        (["train", "digits-mlp", "--epochs", "1e300"], "at most 1,000,000,000"),
        (["train", "digits-mlp", "--threads", "100000"], "at most 1,024"),
        (["train", "digits-mlp", "--hidden", "100000000", "100000000"], "more memory than"),
        (
            ["train", "digits-mlp", "--data", ""],
            "--data is empty: give a value; gradatim train digits",
        ),
        (["train", "digits-mlp", "--hidden", "--seed", "1"], "--hidden has no value: give whole"),
        (["pyrat", "ladder", "greedy", "--boards"], "--boards has no value: give one or several"),
        (["export", "runs/a"], "gradatim export needs --to: see gradatim export --help"),
        (["report", "a", "--seeds", "3"], "--seeds is 3, of --learning-curve: add that, or leave"),
        (["compare", "a", "./a"], "give at least two run folders"),
        (["chat", ""], "MODEL is empty: give a value; gradatim chat --help says which."),
        (["compare", "runs/a", ""], "RUNS is empty: give a value; gradatim compare --help says"),
        (["chat", "runs/a", ""], "gradatim chat has no use for '': leave it out, or see"),
        (["train", "digits-mlp", "--out", "/dev/null"], "/dev/null is a file: give a folder"),
        (["train", "digits-mlp", "--config", "/"], "that is a folder"),
        (["train", "folder-resnet"], "add --data FOLDER"),
        (["train", "docs-bert", "--vocabulary", "1"], "too small for the letters"),
        (["train", "mnist-to-usps", "--stretch", "2"], "from 0 to 1"),
        (["train", "adult-mlp", "--repair", "penalty", "--penalty", "nan"], "penalty is nan"),
        (["train", "pyrat-dqn", "--opponent", "nobody"], "opponent is 'nobody'"),
        (["train", "pyrat-imitation", "--eval-opponents", "nobody"], "unknown player 'nobody'"),
        (["size", "gpt3", "--gpus", "8"], "--gpus belongs to the plan of a training run"),
        (["train", "digits-mlp", "surplus"], "surplus"),
        (["train", "digits-mlp", "--data", "mnits"], "mnist"),
        (["train", "digits-mlp", "--config", "none.toml"], "no such file"),
        (["train", "digits-mlp", "--devices", "2"], "--out"),
        (["train", "digits-mlp", "--batch-size", "9999"], "9999"),
        (["resume", "nowhere"], "not a run folder"),
        (["evaluate", "nowhere"], "not a run folder"),
        (["evaluate", "nowhere", "--device", "gpu"], "gpu"),
        (["report", "nowhere"], "not a run folder"),
        (["compare", "one"], "at least two run folders"),
        (["compare", "one", "two"], "not a run folder"),
        (["predict", "nowhere"], "at least one file or folder"),
        (["predict", "nowhere", "a.png"], "not a run folder"),
        (["find-lr", "digits-mpl"], "digits-mlp"),
        (["find-lr", "--device", "cpu"], "name a recipe before --device: gradatim find-lr"),
        (["find-lr", "digits-mlp", "--max-seconds", "2"], "max-seconds"),
        (["tour", "--data", "mnits"], "mnist"),
        (["doctor", "extra"], "extra"),
        (
            ["list", "extra"],
            "gradatim list has no use for 'extra': leave it out, or see gradatim list --help",
        ),
        (["report"], "gradatim report needs RUN: see gradatim report --help"),
        (["generate", "a", "--prompt"], "--prompt"),
        (["critique", "enrgy"], "did you mean 'energy'?"),
        (["critique", "energy", "--seeds", "0"], "--seeds is 0: give at least 1."),
        (["beyond", "brest"], "did you mean 'breast'?"),
        (["robustness"], "give at least one run folder"),
        (["energy"], "give at least one run folder"),
        (["energy", "somewhere", "--grid", "frence"], "france"),
        (["explain", "nowhere"], "is not a run folder"),
        (["bias", "nowhere"], "neither a run folder nor a model"),
    ],
)
def test_a_mistake_gets_one_line_and_exit_code_2(words, answer, fails, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert answer in fails(*words)
    assert not list(tmp_path.iterdir())
