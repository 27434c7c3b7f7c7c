"""The run folder: atomic writes, damaged files, tied weights, nothing unpickled."""

import pickle

import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.training import Run


def make(folder):
    return Run.create(folder, "toy", {"seed": 0}, files={"words.txt": "a\nb\n"})


def test_folder_that_is_taken_is_not_overwritten(tmp_path):
    run = make(tmp_path / "run")
    assert (run.folder / "words.txt").read_text() == "a\nb\n"
    with pytest.raises(UserError, match=r"is a run already.*resume.*out=FOLDER"):
        make(tmp_path / "run")
    (tmp_path / "run" / "summary.json").write_text("{}")
    with pytest.raises(UserError, match=r"is a finished run: .*evaluate.*out=FOLDER"):
        make(tmp_path / "run")


def test_open_names_what_is_wrong(tmp_path):
    with pytest.raises(UserError, match="not a run folder"):
        Run.open(tmp_path)
    (tmp_path / "config.json").write_text('{"recipe": "toy", "sett')
    with pytest.raises(UserError, match="damaged"):
        Run.open(tmp_path)
    (tmp_path / "config.json").write_text("[1, 2]")
    with pytest.raises(UserError, match="names no recipe"):
        Run.open(tmp_path)


def test_metrics_cut_off_by_a_power_failure_are_left_out(tmp_path):
    run = make(tmp_path / "run")
    place = {"epoch": 0.1, "seconds": 1.0}
    last = {**place, "step": 2, "kind": "evaluate", "loss": 0.4}
    run.log({**place, "step": 1, "kind": "train", "loss": 0.5}, last)
    with open(run.folder / "metrics.jsonl", "a") as file:
        file.write('{"step": 3, "ki')
    with pytest.warns(UserWarning, match="1 damaged line of"):
        assert [row["step"] for row in run.metrics()] == [1, 2]
    with pytest.warns(UserWarning, match="line 3"):
        assert run.metrics("evaluate") == [last]
    with pytest.warns(UserWarning, match="damaged"):
        run.forget_after(1)
    assert [row["step"] for row in run.metrics()] == [1]


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(5, 3)
        self.head = nn.Linear(3, 5, bias=False)
        self.head.weight = self.embedding.weight


def test_tied_weights_are_kept_once_and_stay_tied(tmp_path):
    run, model, other = make(tmp_path / "run"), Tied(), Tied()
    run.save_weights(model.state_dict())
    run.load_weights(other)
    torch.testing.assert_close(other.embedding.weight, model.embedding.weight)
    assert other.head.weight is other.embedding.weight


def test_damaged_or_foreign_weights_are_refused_in_one_sentence(tmp_path):
    run = make(tmp_path / "run")
    with pytest.raises(UserError, match="no weights yet"):
        run.load_weights(Tied())
    run.save_weights(Tied().state_dict())
    with pytest.raises(UserError, match="does not fit the model"):
        run.load_weights(nn.Linear(2, 2))
    file = run.folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-10])
    with pytest.raises(UserError, match="damaged"):
        run.load_weights(Tied())


class Bomb:
    def __reduce__(self):
        return print, ("the state was unpickled",)


def test_state_that_would_run_code_is_refused(tmp_path, capsys):
    run = make(tmp_path / "run")
    run.save_state({"step": 3, "weights": torch.ones(2)})
    assert run.load_state()["step"] == 3
    torch.save(Bomb(), run.folder / "state" / "last.pt")
    with pytest.raises(UserError, match="damaged"):
        run.load_state()
    (run.folder / "state" / "last.pt").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(UserError, match="damaged"):
        run.load_state()
    assert "unpickled" not in capsys.readouterr().out


def test_a_run_is_shown_with_its_folder_and_recipe(tmp_path):
    run = Run.create(tmp_path / "a", "digits-mlp", {})
    assert repr(run) == f"Run({str(tmp_path / 'a')!r}, recipe='digits-mlp')"
