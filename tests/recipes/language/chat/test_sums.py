"""Sums: trials, rewards, and groups that divide the batch."""

import pytest
import torch

from gradatim.data.language.conversations import CALL, RESULT, Example
from gradatim.data.language.tokenizers import from_text
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.language.chat.answers import Answer
from gradatim.recipes.language.chat.sums import Trials, reward
from gradatim.recipes.language.trained_model import open_trained
from gradatim.recipes.options import change
from tests.recipes.language.chat.tiny_stages import run


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


def test_group_must_divide_the_batch() -> None:
    with pytest.raises(UserError, match="group is 7 and batch_size is 64"):
        change("chat-sums", get("chat-sums"), {"group": 7})
