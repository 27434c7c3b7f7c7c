"""Conversations: what the model reads, how its answer ends, and what is refused."""

import json

import pytest
import torch
from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers

from gradatim.cli.language.chat import chat_
from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.sampling import Sampling
from gradatim.recipes.language.chat.conversation import answer, written
from gradatim.recipes.language.trained_model import open_trained

WORDS = ["<s>", "</s>", "<user>", "<model>", "<end>", "how", "are", "you", "fine", "thanks"]
TEMPLATE = (
    "{{ bos_token }}{% for m in messages %} <{{ 'model' if m.role == 'assistant' else m.role }}> "
    "{{ m.content }} <end>{% endfor %}{% if add_generation_prompt %} <model>{% endif %}"
)


@pytest.fixture
def folder(tmp_path):
    """A LLaMA that says `fine` after everything, `thanks` after it, and then ends its turn."""
    torch.manual_seed(0)
    sizes = {"vocabulary_size": len(WORDS), "context": 40, "width": 16, "hidden": 16}
    model = Llama(LlamaConfig(**sizes, n_layers=1, n_heads=1, n_key_heads=1))
    nothing = {name: torch.zeros_like(p) for name, p in model.named_parameters()}
    following = {"<model>": "fine", "fine": "thanks", "thanks": "<end>"}
    nothing["norm.weight"] += 1
    for i, word in enumerate(WORDS):
        nothing["token_embedding.weight"][i, i] = 1
        nothing["output.weight"][WORDS.index(following.get(word, "you")), i] = 1
    model.load_state_dict(nothing)
    words = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="you"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    words.add_special_tokens([AddedToken(w, special=True) for w in WORDS[:5]])
    load_save.save(model, tmp_path, words)
    special = {"bos_token": {"content": "<s>"}, "eos_token": "</s>", "chat_template": TEMPLATE}
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(special))
    (tmp_path / "generation_config.json").write_text(json.dumps({"eos_token_id": [1, 4]}))
    return tmp_path


def test_the_answer_ends_with_the_turn(folder):
    trained = open_trained(str(folder))
    talk = [{"role": "user", "content": "how are you"}]
    assert written(trained, talk) == "<s> <user> how are you <end> <model>"
    assert trained.ends == (1, 4)
    pieces = answer(trained, talk, 20, sampling=Sampling(temperature=0))
    assert "".join(pieces).split() == ["fine", "thanks"]


def test_long_conversations_and_base_models_are_refused(folder):
    trained = open_trained(str(folder))
    talk = [{"role": "user", "content": "how are you " * 14}]
    with pytest.raises(UserError, match=r"conversation has 46 tokens .* at most 40: .*/reset"):
        answer(trained, talk, 20, sampling=Sampling())
    (folder / "tokenizer_config.json").unlink()
    with pytest.raises(UserError, match="no chat template: it was trained to continue texts only"):
        chat_(str(folder))


@pytest.fixture
def talk(folder, capsys, monkeypatch):
    """What `gradatim chat` prints while somebody types these lines."""

    def typed(*lines):
        waiting = iter(lines)

        def type_line(*_):
            try:
                return next(waiting)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", type_line)
        chat_(str(folder), temperature=0, show_tokens=True)
        return " ".join(capsys.readouterr().out.split())

    return typed


def test_what_is_typed_by_mistake_is_told_and_the_conversation_goes_on(talk):
    printed = talk("/help", "caf\udce9", "how are you " * 14, "/RESET", "how")
    assert "/help? /reset begins again" in printed
    assert "'caf\\udce9' is not in UTF-8" in printed
    assert "the conversation has 46 tokens" in printed
    assert "fine thanks" in printed.split("A new conversation.")[1]


def test_an_answer_can_be_stopped(talk, monkeypatch):
    def answer_until_stopped(*_, **options):
        yield " fine"
        raise KeyboardInterrupt

    monkeypatch.setattr("gradatim.cli.language.chat.answer", answer_until_stopped)
    printed = talk("how", "you")
    assert printed.count("fine (stopped)") == 2
    assert "how <end> <model> fine <end> <user> you <end>" in printed


def test_the_terminal_keeps_the_conversation_until_it_is_reset(talk, folder):
    printed = talk("how are you", "", "you", "/reset", "how")
    assert printed.count(f"{folder.name}: fine thanks") == 3
    first = "<s> <user> how are you <end> <model>"
    assert f"{first} fine thanks <end> <user> you <end> <model>" in printed
    assert "<s> <user> how <end> <model>" in printed.split("A new conversation.")[1]


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
