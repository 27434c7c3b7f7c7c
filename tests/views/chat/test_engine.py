"""The same question after each stage: what is read, what is written, and what is missing."""

import pytest
import torch

from gradatim.data.info import to_json
from gradatim.data.language.conversations import ASSISTANT, CALL, RESULT, USER
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change, values_of
from gradatim.training import Run
from gradatim.views import load
from gradatim.views.chat import speakers
from gradatim.views.chat.engine import LONGEST, QUESTION, Dialogue


def test_who_never_learned_to_answer_reads_the_plain_text(tmp_path, monkeypatch):
    monkeypatch.setattr(speakers, "RUNS", tmp_path)
    engine = load("chat")(question="Where is the cat?")
    first, second, third = engine.snapshot()["stages"]
    assert "".join(first["tokens"]) == "Where is the cat?"
    train = "gradatim train chat-instructions --init-from everyday-llama"
    assert second["command"] == train
    assert QUESTION in second["questions"]
    assert third["command"].startswith("gradatim train chat-preferences --init-from ")
    assert third["command"].endswith("/chat-instructions")
    engine.step(3)
    stage = engine.snapshot()["stages"][0]
    assert len(stage["tokens"]) == first["given"] + 3
    for token, p, best in zip(
        stage["tokens"][first["given"] :], stage["chances"], stage["best"], strict=True
    ):
        assert [token, p] == pytest.approx(list(best[0]))  # temperature 0: the likeliest
    engine.rewind(2)
    assert len(engine.snapshot()["stages"][0]["tokens"]) == first["given"] + 1
    with pytest.raises(UserError, match="empty"):
        engine.set("question", "  ")
    assert engine.values["question"] == "Where is the cat?"
    with pytest.raises(UserError, match="at most 60 fit"):
        engine.set("question", "9" * 100)


def test_the_view_opens_on_recorded_answers_and_shows_them_token_by_token(tmp_path, monkeypatch):
    monkeypatch.setattr(speakers, "RUNS", tmp_path)
    engine = load("chat")()
    for stage in engine.snapshot()["stages"][1:]:
        assert (stage["origin"], stage["chances"]) == ("", [])
        assert len(stage["tokens"]) == stage["given"]
    engine.step(2)
    assert [len(s["tokens"]) - s["given"] for s in engine.snapshot()["stages"]] == [2, 2, 2]
    engine.rewind(1)
    assert [len(s["best"]) for s in engine.snapshot()["stages"]] == [1, 1, 1]
    engine.step(LONGEST)
    assert engine.finished()
    assert all(stage["ended"] for stage in engine.snapshot()["stages"])
    engine.set("temperature", 0.5)  # of which nothing was recorded
    assert "tokens" not in engine.snapshot()["stages"][1]


def test_the_newest_run_of_a_stage_reads_the_template(tmp_path, monkeypatch, data_folder):
    monkeypatch.setattr(speakers, "RUNS", tmp_path)
    values = {"init_from": "everyday-llama", "n_templated": 8, "n_refusals": 0, "n_sums": 0}
    recipe = change("chat-instructions", get("chat-instructions"), values)
    task = recipe.build(torch.device("cpu"))
    for name in ("older", "newer"):
        options = {"info": to_json(task.info), "files": task.files}
        run = Run.create(tmp_path / name, "chat-instructions", values_of(recipe), **options)
        run.save_weights(task.model.state_dict())
    engine = load("chat")(question="7+5=")
    stage = engine.snapshot()["stages"][1]
    assert stage["origin"] == "newer"
    assert engine.snapshot()["stages"][2]["command"].endswith("/newer")
    assert stage["tokens"][0] == USER
    assert stage["tokens"][-1] == ASSISTANT
    # A network that calls: the calculator answers, and hands back.
    dialogue = engine.dialogues["instructed"]
    assert isinstance(dialogue, Dialogue)
    tokenizer = dialogue.speaker.tokenizer
    dialogue.tokens += tokenizer.encode(f"{CALL}12+34{RESULT}").ids
    engine.calculate(dialogue)
    shown = "".join(engine.snapshot()["stages"][1]["tokens"])
    assert shown.endswith(f"{RESULT}46{ASSISTANT}")
