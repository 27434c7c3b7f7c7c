"""gradatim chat: what is refused before anybody types, and a conversation that begins again."""

import io

import pytest
import torch

from gradatim.cli.language.chat import chat_
from gradatim.data.info import to_json
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.language.shipped_models import EVERYDAY_BERT, EVERYDAY_LLAMA
from gradatim.recipes.options import change, values_of
from gradatim.training import Run


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: chat_(EVERYDAY_LLAMA, tokens=0), "tokens is 0: give 1 to 1,000,000"),
        (lambda: chat_(EVERYDAY_LLAMA, tokens=10**7), "tokens is 10000000: give 1 to 1,000,000"),
        (lambda: chat_(EVERYDAY_LLAMA, temperature=0, seed=1), "seed is 1, and temperature is 0"),
        (lambda: chat_(EVERYDAY_LLAMA, temperature=-1), "temperature is -1"),
        (lambda: chat_(EVERYDAY_LLAMA, temperature=0, top_p=0.5), "top_p"),
        (lambda: chat_(EVERYDAY_LLAMA), "continue"),
        (lambda: chat_(EVERYDAY_BERT), "a BERT does not answer: use `gradatim fill`"),
        (lambda: chat_("nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_talked_to_is_one_sentence(call, message):
    with pytest.raises(UserError, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_a_conversation_begins_again(tmp_path, monkeypatch, capsys, data_folder):
    values = {"init_from": EVERYDAY_LLAMA, "n_templated": 8, "n_refusals": 0, "n_sums": 0}
    recipe = change("chat-instructions", get("chat-instructions"), values)
    task = recipe.build(torch.device("cpu"))
    options = {"info": to_json(task.info), "files": task.files}
    run = Run.create(tmp_path / "run", "chat-instructions", values_of(recipe), **options)
    run.save_weights(task.model.state_dict())
    said = ["Where?", "/help me", "Why?", "/Reset please", "When?", ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(said)))
    chat_(str(run.folder), tokens=3, show_tokens=True)
    printed = capsys.readouterr().out
    assert "/help? /reset begins again" in printed
    read = [line for line in printed.splitlines() if "<|user|>" in line]
    assert read[0].endswith("<|user|> Where?<|assistant|>")
    assert "<|user|> Where?" in read[1]
    assert read[1].endswith("<|user|> Why?<|assistant|>")
    assert "Why?" not in read[2]
    assert read[2].endswith("<|user|> When?<|assistant|>")
