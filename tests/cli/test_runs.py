"""`gradatim train, resume, evaluate, find-lr`: a whole small run."""

import json
import shutil

import pytest

from gradatim.cli import main, runs
from gradatim.reports import run_report
from gradatim.training import loop
from tests.cli.helpers import gradatim
from tests.training.toy import ctrl_c


def test_a_run_has_metrics_weights_and_a_report(run):
    names = {path.name for path in run.iterdir()}
    assert {"config.json", "metrics.jsonl", "model.safetensors", "report.html"} <= names
    summary = json.loads((run / "summary.json").read_text())
    accuracy = f"{100 * summary['metrics']['accuracy']:.2f} %"
    assert accuracy in (run / "report.html").read_text("utf-8")


def test_trained_run_is_evaluated_as_json(run, tmp_path):
    done = gradatim("evaluate", run, "--json", cwd=tmp_path)
    metrics = json.loads(done.stdout)
    assert metrics["accuracy"] > 0.85
    assert metrics == json.loads((run / "summary.json").read_text())["metrics"]


def test_folders_of_runs_are_numbered(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        main(["train", "digits-perceptron", "--steps", "2"])
    names = sorted(p.name for p in (tmp_path / "runs").iterdir())
    assert names == ["digits-perceptron", "digits-perceptron-2"]


def test_a_stopped_run_is_resumed_and_has_its_report_then(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(loop, "caught_signals", ctrl_c)
        main(["train", "digits-mlp", "--steps", "4", "--out", "my [run]"])
    assert "gradatim resume my [run]" in capsys.readouterr().out
    assert not (tmp_path / "my [run]" / "report.html").exists()
    main(["resume", "my [run]"])
    assert "Report: my [run]/report.html" in capsys.readouterr().out
    assert (tmp_path / "my [run]" / "report.html").exists()


def test_a_report_that_fails_does_not_fail_the_run(tmp_path, monkeypatch, capsys):
    def broken(folder):
        raise ValueError("no font")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run_report, "write_report", broken)
    main(["train", "digits-perceptron", "--steps", "2", "--out", "run"])
    text = " ".join(capsys.readouterr().out.split())
    assert "The report could not be written (no font); the run is finished." in text
    assert "gradatim report run" in text
    assert (tmp_path / "run" / "summary.json").exists()


def test_only_the_main_process_writes_the_report(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("RANK", "1")
    runs.print_summary(None, {"finished": True})
    assert capsys.readouterr().out == ""


def test_the_learning_rate_finder_takes_the_options_of_the_recipe(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.txt").write_text("The rat eats the cheese. The python sleeps.\n" * 200)
    tiny = "--width 16 --n-layers 1 --n-heads 1 --context 16 --batch-size 4 --vocabulary 300"
    main(["find-lr", "text-gpt", "--text", "own.txt", *tiny.split(), "--out", "plots/lr.png"])
    assert (tmp_path / "plots" / "lr.png").stat().st_size > 5000
    assert "The loss falls fastest at a learning rate of" in capsys.readouterr().out


def test_damaged_run_is_told(run, tmp_path, fails):
    copy = tmp_path / "copy"
    shutil.copytree(run, copy)
    (copy / "model.safetensors").write_bytes(b"")
    assert "damaged" in fails("evaluate", str(copy))
    config = json.loads((copy / "config.json").read_text())
    config["options"]["unheard_of"] = 1
    (copy / "config.json").write_text(json.dumps(config))
    assert "checksum" in fails("evaluate", str(copy))
    del config["sha256"]
    (copy / "config.json").write_text(json.dumps(config))
    assert "unheard_of" in fails("evaluate", str(copy))


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_a_device_that_is_not_there_is_one_sentence(name, run, fails):
    import torch

    if getattr(torch, name).is_available():
        pytest.skip(f"{name} is available here")
    assert name in fails("evaluate", str(run), "--device", name)
