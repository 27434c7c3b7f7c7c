"""config.json in our words and back, for every type that is read here."""

import pytest

from gradatim.errors import UserError
from gradatim.models.hub.config import FAMILIES, RELATIVES, family_of, read_config, write_config
from gradatim.models.hub.families.marian import TWINS
from gradatim.models.language.gpt import GPTConfig
from gradatim.models.language.llama import LlamaConfig

GPT = GPTConfig(vocabulary_size=90, context=32, width=24, n_layers=3, n_heads=4)
LLAMA = LlamaConfig(
    vocabulary_size=90, context=32, width=24, hidden=40, n_layers=3, n_heads=4, n_key_heads=2
)


@pytest.mark.parametrize(
    ("kind", "config"), [("gpt2", GPT), ("llama", LLAMA), ("qwen2", LLAMA), ("mistral", LLAMA)]
)
def test_what_is_written_is_read(kind, config):
    theirs = write_config(kind, config, FAMILIES[kind].architecture)
    assert theirs["model_type"] == kind
    again = read_config(kind, theirs)
    for name in ("width", "n_layers", "n_heads", "vocabulary_size", "context"):
        assert getattr(again, name) == getattr(config, name)


def test_a_type_that_is_not_read_gets_the_nearest_that_is():
    assert family_of("here", {}, "gpt2") is FAMILIES["gpt2"]
    assert set(RELATIVES.values()) <= set(FAMILIES)
    assert not set(RELATIVES) & set(FAMILIES)
    with pytest.raises(UserError, match="nearest that is: 'marian'"):
        family_of("here", {}, "t5")
    with pytest.raises(UserError, match="nearest that is: 'llama'"):
        family_of("here", {}, "lama")
    with pytest.raises(UserError, match="nearest that is: 'bert'"):
        family_of("here", {"architectures": ["NewForMaskedLM"]}, "new")
    with pytest.raises(UserError, match="allowed: gpt2"):
        family_of("here", {}, "new")
    with pytest.raises(UserError, match="no model_type"):
        family_of("here", {}, None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_embd": None}, "n_embd"),
        ({"n_head": 5}, "is impossible"),
        ({"n_layer": "three"}, "n_layer"),
        ({"activation_function": "relu"}, "activation_function = 'relu'; only"),
    ],
)
def test_impossible_values_are_one_sentence(change, message):
    theirs = write_config("gpt2", GPT, "GPT2LMHeadModel") | change
    theirs = {name: value for name, value in theirs.items() if value is not None}
    with pytest.raises(UserError, match=message) as caught:
        read_config("gpt2", theirs)
    assert "\n" not in str(caught.value)


def test_a_translator_scales_its_embeddings_only_where_the_file_says_so():
    theirs = {f"{side}_{part}": 2 for side in ("encoder", "decoder") for part in TWINS}
    theirs |= {"vocab_size": 9, "d_model": 8}
    assert not read_config("marian", theirs).scale_embeddings
    assert read_config("marian", theirs | {"scale_embedding": True}).scale_embeddings
