"""The command line as a whole: speed of help, one line for every mistake."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import gradatim.cli
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
            "--batch-size is '1.5': give a whole number (examples per step",
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
        (["export", "runs/a"], "gradatim export needs --to: give one of onnx, torch-export"),
        (["report", "a", "--seeds", "3"], "--seeds is 3, of --learning-curve: add that, or leave"),
        (["compare", "a", "./a"], "give at least two run folders"),
        (["generate", "--prompt", "caf\udce9"], "'caf\\udce9' is not in UTF-8: set the terminal"),
        (["chat", ""], "MODEL is empty: give a value; gradatim chat --help says which."),
        (["compare", "runs/a", ""], "RUNS is empty: give the name of a file or folder"),
        (["draw", "runs/a", "draw", "a", "seven"], 'quotes, as in "draw a seven"'),
        (["draw", "runs/a", "a", "seven", "--n", "3"], 'quotes, as in "a seven"'),
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
        (["pyrat", "match", "greedy", "random", "--turn-time", "0.1"], "no player is a file"),
        (["size", "gpt3", "--gpus", "1"], "--gpus belongs to the plan of a training run"),
        (["size", "model.pt"], "A model of your own is a run folder, or the folder of a"),
        (["scaling", "--text", "/"], "--text is '/', a folder: give one file of text"),
        (["train", "text-gpt", "--text", "/"], "--text is '/', a folder: give one file of text"),
        (["train", "text-gpt", "--text", "none.txt"], "A text of your own is the path of a file."),
        (["train", ""], "this is '': `gradatim list` shows all."),
        (["train", "digits-mlp", "--out", ""], "--out is empty: give the name of a file or folder"),
        (["train", "digits-mlp", "--n-heads", "4"], "no option --n-heads, which other recipes"),
        (
            ["train", "wikitext-mixtral", "--n-heads", "3"],
            "3: give --n-key-heads 1 or 3, or another",
        ),
        (
            ["sweep", "digits-mlp", "--on", "slurm", "--budget", "9m"],
            "--budget is '9m', and the tasks",
        ),
        (
            ["sweep", "digits-mlp", "--on", "slurm", "--by", "loss"],
            "--by is 'loss', and nothing is",
        ),
        (["lab", "check", "14", "--all"], "--all is every exercise, and '14' is one: leave one"),
        (["lab", "init", "--with-ours"], "--with-ours is beside another set: add --exercises"),
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
        (["export", "runs/a", "--format", "onnx"], "no option --format: did you mean --to?"),
        (["predict", "a.png"], "needs FILES, one or several, after RUN, which is 'a.png': see"),
        (["caption", "t.csv"], "needs IMAGES, one or several, after RUN, which is 't.csv': see"),
        (["pyrat", "match", "greedy"], "match needs SECOND, after FIRST, which is 'greedy': see"),
        (["tour", "--epochs", "3"], "no option --epochs, which `gradatim train` has: see"),
        (["size", "gpt3", "--epochs", "3"], "no option --epochs, which `gradatim train` has: see"),
        (["sweep", "digits-mlp", "--devices", "2"], "--devices, which `gradatim train` has: see"),
        (["find-lr", "digits-mlp", "--learning-rate", "3"], "--learning-rate changes nothing in"),
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
        (["critique", "bias", "--seeds", "0"], "--seeds is 0: give at least 1."),
        (["critique", "explain", "energy", "--seeds", "5"], "--seeds is 5, and every training of"),
        (["beyond", "brest"], "did you mean 'breast'?"),
        (["robustness"], "gradatim robustness needs RUNS, one or several: see gradatim"),
        (["energy"], "gradatim energy needs RUNS, one or several: see gradatim energy"),
        (["energy", "somewhere", "--grid", "frence"], "france"),
        (["explain", "nowhere"], "is not a run folder"),
        (["bias", "nowhere"], "neither a run folder nor a model"),
    ],
)
def test_a_mistake_gets_one_line_and_exit_code_2(words, answer, fails, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert answer in fails(*words)
    assert not list(tmp_path.iterdir())


# `lab report --format plain` needs no recheck, while the other formats do.
HAS_A_MEANING = {("report", "format_")}


def test_no_command_compares_an_option_with_its_default():
    """A default value that is typed is refused like any other where the option has no use."""
    found = set()
    for file in sorted(Path(gradatim.cli.__file__).parent.rglob("*.py")):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                usual = {
                    argument.arg: ast.dump(default)
                    for argument, default in zip(
                        function.args.kwonlyargs, function.args.kw_defaults, strict=True
                    )
                    if default is not None and ast.dump(default) != ast.dump(ast.Constant(None))
                }
                for node in ast.walk(function):
                    left = node.left if isinstance(node, ast.Compare) else None
                    if isinstance(left, ast.Name) and usual.get(left.id) == ast.dump(
                        node.comparators[0]
                    ):
                        found.add((function.name, left.id))
    assert found == HAS_A_MEANING
