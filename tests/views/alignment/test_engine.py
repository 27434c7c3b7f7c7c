"""The alignment: trained from the start, its arithmetic the model's, a look that is moved."""

import pytest
import torch

from gradatim.data.language import dates
from gradatim.errors import UserError
from gradatim.views import load


def text(engine) -> str:
    """What is written so far."""
    return "".join(token for token in engine.snapshot()["target"] if token != "end")


def test_it_opens_trained_and_writes_step_by_step():
    engine = load("alignment")()
    assert text(engine) == "1998"
    engine.step(3)
    assert text(engine) == "1998-05"
    engine.rewind(2)
    assert text(engine) == "1998-"
    engine.step(50)
    assert (text(engine), engine.finished()) == ("1998-05-14", True)


def test_unseen_dates_are_written_right():
    engine = load("alignment")()
    unseen = dates.load("test", 20)
    right = 0
    for source, target in zip(unseen.sources, unseen.targets, strict=True):
        engine.set("text", source)
        engine.step(50)
        right += text(engine) == target
    assert right >= 19


def test_the_arithmetic_of_a_weight_is_the_model_s():
    engine = load("alignment")(row=2, column=5)
    shown = engine.snapshot()
    assert torch.allclose(torch.tanh(shown["state"] + shown["word"]), shown["hidden"])
    assert float(shown["products"].sum()) == pytest.approx(shown["score"], rel=1e-4)
    weight = torch.tensor(shown["score"]).exp() / shown["total"]
    assert float(shown["weights"][2, 5]) == pytest.approx(float(weight), rel=1e-3)
    assert torch.allclose(shown["weights"].sum(1), torch.ones(4), atol=1e-5)


def test_the_question_of_the_view_has_its_answer():
    engine = load("alignment")()
    engine.step(1)
    assert int((engine.snapshot()["weights"][4] > 0.05).sum()) >= 3


def test_a_look_that_is_moved_copies_what_is_there():
    engine = load("alignment")()
    engine.step(50)
    eight = engine.snapshot()["source"].index("8")
    engine.act("look", [8, eight])
    assert text(engine) == "1998-05-84"
    engine.act("look", [8, -1])
    assert text(engine) == "1998-05-14"


def test_it_learns_and_goes_back():
    engine = load("alignment")(model="live")
    engine.step(3)
    loss, weights = engine.loss, engine.snapshot()["weights"]
    engine.step(2)
    engine.rewind(2)
    assert engine.loss == loss
    assert torch.equal(engine.snapshot()["weights"], weights)


def test_what_cannot_be_read_is_refused_and_the_picture_stays(tmp_path, monkeypatch):
    engine = load("alignment")()
    with pytest.raises(UserError, match="empty"):
        engine.set("text", " ")
    with pytest.raises(UserError, match="at most 48"):
        engine.set("text", "1 may 2001 " * 9)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match="multi30k-bahdanau"):
        engine.set("model", "run")
    assert text(engine) == "1998"
