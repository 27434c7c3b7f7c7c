"""The command line: speed of help, one line for every mistake, a whole small run."""

import json
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from gradatim.cli import COMMANDS, main
from tests.cli.helpers import environment, gradatim

FAST = ["train", "digits-perceptron", "--epochs", "3"]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    done = gradatim(*FAST, "--out", "run", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "run"


def fails(capsys, *words: str) -> str:
    """Run a command that must fail; return its one line."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    text = capsys.readouterr().err.strip()
    assert text.startswith("error: ")
    assert "\n" not in text
    return text


def test_import_is_light_and_help_needs_no_torch():
    code = "import gradatim, sys; assert 'torch' not in sys.modules and 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, env=environment())
    code = (
        "import sys\nsys.argv = ['gradatim', '--help']\nfrom gradatim.cli import main\nmain()\n"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=environment(), capture_output=True)


@pytest.mark.parametrize("name", [name for _, name, *_ in COMMANDS])
def test_help_of_every_command_shows_an_example(name, capsys):
    main([name, "--help"])
    text = capsys.readouterr().out.replace("\n", " ")
    assert "Example" in text
    assert f"gradatim {name}" in text


def test_trained_run_is_evaluated_as_json(run, tmp_path):
    done = gradatim("evaluate", run, "--json", cwd=tmp_path)
    metrics = json.loads(done.stdout)
    assert metrics["accuracy"] > 0.85
    assert metrics == json.loads((run / "summary.json").read_text())["metrics"]


def test_options_come_from_a_toml_file_and_the_command_line_wins(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "options.toml").write_text("epochs = 1\nlearning_rate = 0.5\n")
    main([*FAST[:2], "--config", "options.toml", "--learning-rate", "0.01", "--out", "run"])
    values = json.loads((tmp_path / "run" / "config.json").read_text())["options"]
    assert (values["epochs"], values["learning_rate"]) == (1.0, 0.01)
    (tmp_path / "wrong.toml").write_text("epoch = 1\n")
    assert "epoch" in fails(capsys, *FAST, "--config", "wrong.toml")


def test_a_file_that_is_no_toml_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.toml").write_text("epochs = [")
    assert "broken.toml is not TOML" in fails(capsys, *FAST, "--config", "broken.toml")


def test_folders_of_runs_are_numbered(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        main(["train", "digits-perceptron", "--steps", "2"])
    names = sorted(p.name for p in (tmp_path / "runs").iterdir())
    assert names == ["digits-perceptron", "digits-perceptron-2"]


def test_predict_names_what_is_in_a_picture(run, tmp_path, monkeypatch, capsys):
    from gradatim.data import load

    test = load("digits", "test")
    path = tmp_path / "digit.png"
    Image.fromarray(np.asarray(test.images[0, 0])).save(path)
    main(["predict", str(run), str(path)])
    assert "%" in capsys.readouterr().out
    (tmp_path / "broken.png").write_bytes(b"not a picture")
    assert "broken.png" in fails(capsys, "predict", str(run), str(tmp_path / "broken.png"))


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["trian"], "train"),
        (["train", "digits-mpl"], "did you mean 'digits-mlp'"),
        (["train", "--epochs", "3"], "name a recipe"),
        (["train", "digits-mlp", "--learning-rat", "1"], "--learning-rate"),
        (["train", "digits-mlp", "--optimizer", "adam"], "adamw"),
        (["train", "digits-mlp", "--epochs", "many"], "many"),
        (["train", "digits-mlp", "--epochs", "0"], "epochs is 0"),
        (["train", "digits-mlp", "--epochs", "inf"], "epochs is inf"),
        (["train", "digits-mlp", "--batch-size", "1.5"], "'1.5' is not a whole number"),
        (["train", "digits-mlp", "--devices", "0"], "devices is 0"),
        (["train", "digits-mlp", "--max-seconds", "-1"], "max_seconds is -1"),
        (["train", "digits-mlp", "--label-smoothing", "2"], "from 0 to 1"),
        (["train", "digits-mlp", "--shift", "20"], "8 pixels, not 20"),
        (["train", "digits-mlp", "--mixup", "-1"], "mixup is -1.0: give 0 or"),
        (["train", "digits-mlp", "--alternating-flip"], "switch flip on"),
        (["train", "digits-mlp", "stray"], "stray"),
        (["train", "digits-mlp", "--data", "mnits"], "mnist"),
        (["train", "digits-mlp", "--config", "none.toml"], "no such file"),
        (["train", "digits-mlp", "--devices", "2"], "--out"),
        (["train", "digits-mlp", "--batch-size", "9999"], "9999"),
        (["resume", "nowhere"], "not a run folder"),
        (["evaluate", "nowhere"], "not a run folder"),
        (["evaluate", "nowhere", "--device", "gpu"], "gpu"),
        (["report", "nowhere"], "not a run folder"),
        (["compare", "one"], "two"),
        (["compare", "one", "two"], "not a run folder"),
        (["predict", "nowhere"], "picture"),
        (["predict", "nowhere", "a.png"], "not a run folder"),
        (["find-lr", "digits-mpl"], "digits-mlp"),
        (["tour", "--data", "mnits"], "mnist"),
        (["doctor", "extra"], "extra"),
        (["list", "extra"], "extra"),
    ],
)
def test_a_mistake_gets_one_line_and_exit_code_2(words, answer, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert answer in fails(capsys, *words)
    assert not list(tmp_path.iterdir())


def test_damaged_run_is_told(run, tmp_path, capsys):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(run, copy)
    (copy / "model.safetensors").write_bytes(b"")
    assert "damaged" in fails(capsys, "evaluate", str(copy))
    config = json.loads((copy / "config.json").read_text())
    config["options"]["unheard_of"] = 1
    (copy / "config.json").write_text(json.dumps(config))
    assert "unheard_of" in fails(capsys, "evaluate", str(copy))


def test_doctor_and_list_print_tables(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    main(["doctor"])
    assert "torch" in capsys.readouterr().out
    main(["list"])
    assert "digits-mlp" in capsys.readouterr().out
