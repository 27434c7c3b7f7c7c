"""Answers with the calculator: its number is read by the model, not written."""

import torch

from gradatim.data.language.conversations import CALL, RESULT
from gradatim.recipes.language.chat.answers import answer_all, answer_text, calculate
from gradatim.recipes.language.trained_model import open_trained


def test_calculator_adds_what_it_is_asked() -> None:
    assert calculate(f"{CALL}12+345{RESULT}") == "357"
    assert calculate(f"{CALL} 7 + 8") == "15"
    for nonsense in ("12+3", f"{CALL}12*3", f"{CALL}__import__('os')", f"{CALL}1+2+3"):
        assert calculate(nonsense) is None or CALL not in nonsense


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
