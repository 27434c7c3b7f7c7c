"""The four stages of a chat model, each a few steps of a tiny one, and what is refused."""

from pathlib import Path

import pytest
import torch

from gradatim.data.language.conversations import CALL, CHAT_SPECIALS, RESULT, Example, Preference
from gradatim.data.language.tokenizers import from_text
from gradatim.errors import UserError
from gradatim.models.language.sampling import Sampling
from gradatim.recipes import get
from gradatim.recipes.language.chat.answers import Answer, answer_all, answer_text, calculate
from gradatim.recipes.language.chat.conversation import answer, written
from gradatim.recipes.language.chat.preference_tuning import (
    PreferenceTask,
    with_other_questions,
)
from gradatim.recipes.language.chat.sums import Trials, reward
from gradatim.recipes.language.trained_model import open_trained
from gradatim.recipes.options import change
from gradatim.recipes.runs import open_run, start

STORY = "The rat eats the cheese in the kitchen. Lily saw the garden behind the little house. "
SIZES = {"width": 32, "hidden": 64, "n_layers": 1, "n_heads": 2, "n_key_heads": 1}


@pytest.fixture(scope="module")
def stages(tmp_path_factory, data_folder) -> Path:
    """A folder with a run of pretraining and of instruction tuning."""
    folder = tmp_path_factory.mktemp("stages")
    (folder / "own.txt").write_text((STORY + "\n") * 300)
    text = {"text": str(folder / "own.txt"), "vocabulary": 400}
    run("everyday-llama", folder, **text, **SIZES, batch_size=4)
    run(
        "chat-instructions",
        folder,
        "everyday-llama",
        n_templated=40,
        n_refusals=20,
        n_sums=24,
        batch_size=8,
    )
    return folder


def run(name: str, folder: Path, before: str = "", **values) -> dict:
    if before:
        values["init_from"] = str(folder / before)
    recipe = change(name, get(name), {**values, "steps": 2, "evaluate_every": 2})
    return start(name, recipe, folder / name, show=False)[1]


def test_instruction_tuning_keeps_the_tokens_and_measures_answers(stages) -> None:
    _, _, info, tuned = open_run(stages / "chat-instructions")
    before = open_run(stages / "everyday-llama")[3]
    assert tuned.texts()["tokenizer.json"] == before.texts()["tokenizer.json"]
    metrics = tuned.summary()["metrics"]
    assert set(metrics) >= {"loss", "exact", "stopped", "invented"}
    assert info.sizes["width"] == 32
    assert info.questions


def test_the_vectors_of_words_stay_so_that_unseen_ones_can_be_copied(stages) -> None:
    before, after = (
        open_run(stages / name)[1].token_embedding.weight
        for name in ("everyday-llama", "chat-instructions")
    )
    changed = (before != after).any(1).nonzero()[:, 0].tolist()
    assert 0 < len(changed) <= len(CHAT_SPECIALS)
    assert max(changed) < len(CHAT_SPECIALS)  # the special tokens have the first numbers


def test_preferences_start_at_log_2_from_the_earlier_model(stages, tmp_path) -> None:
    recipe = change(
        "chat-preferences",
        get("chat-preferences"),
        {"init_from": str(stages / "chat-instructions"), "batch_size": 4, "other_questions": 0},
    )
    task = recipe.build(torch.device("cpu"))
    assert isinstance(task, PreferenceTask)
    assert len(task.batches.chosen) == 935
    loss, metrics = task.loss(next(task.batches))
    assert loss.item() == pytest.approx(0.6931, abs=1e-3)
    assert 0 <= float(metrics["preferred"]) <= 1
    with torch.no_grad():
        measured = task.evaluate(final=True)
    assert len(task.test.chosen) == 110
    assert measured["likelier"] == pytest.approx(measured["likelier_before"])


def test_pairs_come_again_below_other_questions() -> None:
    pairs = [Preference(f"question {i}", f"polite {i}", f"rude {i}") for i in range(30)]
    learned = with_other_questions(pairs, times=2, seed=0)
    assert learned[:30] == pairs
    assert len(learned) == 90
    for again in (learned[30:60], learned[60:]):
        assert [(p.chosen, p.rejected) for p in again] == [(p.chosen, p.rejected) for p in pairs]
        assert {p.question for p in again} == {p.question for p in pairs}
        assert sum(p.question == q.question for p, q in zip(again, pairs, strict=True)) < 5


def test_sums_learn_from_their_own_trials(stages) -> None:
    summary = run("chat-sums", stages, "chat-instructions", batch_size=16)
    assert summary["metrics"]["right"] == pytest.approx(1 - summary["metrics"]["loss"])


def test_trials_can_be_repeated(stages) -> None:
    trained = open_trained(str(stages / "chat-instructions"))

    def second() -> dict[str, torch.Tensor]:
        trials = Trials(trained.model, trained.tokenizer, 8, 4, calculator=True, seed=3)
        trials.load_state_dict({"step": 1})
        return next(trials)

    first, again = second(), second()
    assert all(torch.equal(first[key], again[key]) for key in first)
    assert not first["own"][:, :5].any()  # the question is not the model's


def test_calculator_adds_what_it_is_asked() -> None:
    assert calculate(f"{CALL}12+345{RESULT}") == "357"
    assert calculate(f"{CALL} 7 + 8") == "15"
    for nonsense in ("12+3", f"{CALL}12*3", f"{CALL}__import__('os')", f"{CALL}1+2+3"):
        assert calculate(nonsense) is None or CALL not in nonsense


def test_a_reward_needs_the_right_number_and_an_end(stages) -> None:
    tokenizer = from_text((stages / "everyday-llama" / "tokenizer.json").read_text())
    example = Example("1+2=", "3")

    def worth(text: str, ended: bool) -> float:
        tokens = tokenizer.encode(text, add_special_tokens=False).ids
        return reward(Answer([], tokens, [True] * len(tokens), ended), example, tokenizer)

    assert worth(" 3<|end|>", True) == 1
    assert worth(" 3", False) == 0
    assert worth(" 4<|end|>", True) == 0
    assert worth(f" {CALL}1+2{RESULT}3<|assistant|> 3<|end|>", True) == 1


def test_the_calculator_writes_into_the_answer(stages, monkeypatch) -> None:
    """A model that always calls the calculator: its number is read by the model, not written."""
    trained = open_trained(str(stages / "chat-instructions"))
    tokenizer = trained.tokenizer
    script = tokenizer.encode(f" {CALL}12+30{RESULT}", add_special_tokens=False).ids
    ending = tokenizer.encode(" 42<|end|>", add_special_tokens=False).ids

    def scripted(model, prompts, n_tokens, **options):
        called = tokenizer.token_to_id(RESULT) in prompts[0].tolist()
        return torch.tensor([ending if called else script] * len(prompts))

    monkeypatch.setattr("gradatim.recipes.language.chat.answers.sample_batch", scripted)
    [found] = answer_all(trained.model, tokenizer, ["12+30="], 20)
    assert answer_text(found, tokenizer) == "42"
    assert found.ended
    given = [token for token, own in zip(found.tokens, found.own, strict=True) if not own]
    assert tokenizer.decode(given, skip_special_tokens=False) == "42<|assistant|>"
    [alone] = answer_all(trained.model, tokenizer, ["12+30="], 20, calculator=False)
    assert not alone.ended


def test_a_tuned_run_can_be_talked_to_and_a_pretrained_one_cannot(stages) -> None:
    trained = open_trained(str(stages / "chat-instructions"))
    messages = [{"role": "user", "content": "Where is the rat?"}]
    assert written(trained, messages) == "<|user|> Where is the rat?<|assistant|>"
    assert "answer" in trained.stage
    pieces = answer(trained, messages, 5, sampling=Sampling(temperature=0))
    assert isinstance("".join(pieces), str)
    with pytest.raises(UserError, match="continue texts only"):
        written(open_trained(str(stages / "everyday-llama")), messages)
    with pytest.raises(UserError, match="without system messages"):
        written(trained, [{"role": "system", "content": "Be kind."}, *messages])


def test_a_stage_without_an_earlier_model_is_refused(stages, tmp_path) -> None:
    recipe = get("chat-instructions")
    with pytest.raises(UserError, match="Add init_from='everyday-llama'"):
        recipe.build(torch.device("cpu"))
    (tmp_path / "own.txt").write_text((STORY + "\n") * 60)
    values = {"text": str(tmp_path / "own.txt"), "vocabulary": 300, "width": 16, "n_heads": 2}
    other = change("text-gpt", get("text-gpt"), {**values, "n_layers": 1, "steps": 1})
    start("text-gpt", other, tmp_path / "gpt", show=False)
    with pytest.raises(UserError, match="is a run of text-gpt"):
        change("chat-instructions", recipe, {"init_from": str(tmp_path / "gpt")}).build(
            torch.device("cpu")
        )


def test_group_must_divide_the_batch() -> None:
    with pytest.raises(UserError, match="group is 7 and batch_size 64"):
        change("chat-sums", get("chat-sums"), {"group": 7})
