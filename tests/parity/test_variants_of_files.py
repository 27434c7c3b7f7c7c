"""What writers of checkpoints do differently: names, number formats, older words in config.json."""

import json

import pytest
import torch
from safetensors.torch import load_file, save_file

from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.hub.config import FAMILIES
from gradatim.recipes.language.trained_model import COMMANDS
from tests.parity.published import ALL, CAUSAL, HEADLESS, V, build

WITH_PREFIX = [name for name in ALL if name not in HEADLESS and name != "marian"]


def change_config(folder, change):
    path = folder / "config.json"
    theirs = json.loads(path.read_text())
    change(theirs)
    path.write_text(json.dumps(theirs))


def inputs(kind):
    torch.manual_seed(3)
    return torch.randn(1, 3, 16, 16) if kind == "vit" else torch.randint(2, V - 1, (1, 20))


@pytest.mark.parametrize("name", WITH_PREFIX)
@torch.no_grad()
def test_names_without_prefix_are_read(name, tmp_path):
    build(name).save_pretrained(tmp_path)
    checkpoint = load_save.load(tmp_path)
    prefix = FAMILIES[checkpoint.kind].prefix
    stored = load_file(tmp_path / "model.safetensors")
    assert any(tensor.startswith(prefix) for tensor in stored)
    plain = {tensor.removeprefix(prefix): value for tensor, value in stored.items()}
    save_file(plain, tmp_path / "model.safetensors")
    again, seen = load_save.load(tmp_path).model, inputs(checkpoint.kind)
    torch.testing.assert_close(again(seen), checkpoint.model(seen))


@pytest.mark.parametrize("name", CAUSAL)
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
@torch.no_grad()
def test_half_precision_is_read_and_computes(name, dtype, tmp_path):
    theirs = build(name).to(dtype)
    theirs.save_pretrained(tmp_path)
    tokens = inputs("")
    model = load_save.load(tmp_path, dtype=torch.float32).model
    expected = type(theirs).from_pretrained(tmp_path, dtype=torch.float32).eval()(tokens).logits
    assert (model(tokens) - expected).abs().max() <= 1e-4 * expected.abs().max()
    half = load_save.load(tmp_path).model
    assert next(half.parameters()).dtype == dtype
    assert (half(tokens).float() - expected).abs().max() <= 0.1 * expected.abs().max()


def old_llama_3(theirs):
    rotary = theirs.pop("rope_parameters")
    theirs |= {"rope_theta": rotary.pop("rope_theta"), "rope_scaling": rotary}


def old_linear(theirs):
    rotary = theirs.pop("rope_parameters")
    theirs |= {"rope_scaling": {"type": "linear", "factor": rotary["factor"]}, "rope_theta": 1e4}


def old_gemma(theirs):
    rotary = theirs.pop("rope_parameters")
    theirs["rope_theta"] = rotary["full_attention"]["rope_theta"]
    theirs["rope_local_base_freq"] = rotary["sliding_attention"]["rope_theta"]
    theirs["rope_scaling"] = {"rope_type": "linear", "factor": 8.0}
    theirs["sliding_window_pattern"] = 2
    del theirs["layer_types"], theirs["_sliding_window_pattern"]
    theirs.pop("tie_word_embeddings", None)


def old_modernbert(theirs):
    rotary = theirs.pop("rope_parameters")
    theirs["global_rope_theta"] = rotary["full_attention"]["rope_theta"]
    theirs["local_rope_theta"] = rotary["sliding_attention"]["rope_theta"]
    theirs["global_attn_every_n_layers"] = 3
    del theirs["layer_types"]


def old_neox(theirs):
    rotary = theirs.pop("rope_parameters")
    theirs |= {"rotary_pct": rotary["partial_rotary_factor"], "rotary_emb_base": 10_000}


def old_neo(theirs):
    del theirs["attention_layers"]


def old_smollm(theirs):
    del theirs["no_rope_layers"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("llama-3", old_llama_3),
        ("llama-linear", old_linear),
        ("gemma3", old_gemma),
        ("modernbert", old_modernbert),
        ("neox", old_neox),
        ("gpt-neo", old_neo),
        ("smollm3", old_smollm),
        ("mistral", lambda theirs: theirs.update(head_dim=None)),
        ("gpt2", lambda theirs: theirs.update(n_inner=128)),
        ("opt", lambda theirs: theirs.pop("word_embed_proj_dim")),
        ("qwen2", lambda theirs: theirs.update(sliding_window=4096, max_window_layers=1)),
    ],
)
def test_older_words_say_the_same(name, change, tmp_path):
    build(name).save_pretrained(tmp_path)
    config = load_save.load(tmp_path).model.config
    change_config(tmp_path, change)
    assert load_save.load(tmp_path).model.config == config


@pytest.mark.parametrize("name", CAUSAL)
def test_every_causal_family_generates(name, tmp_path):
    build(name).save_pretrained(tmp_path)
    assert isinstance(load_save.load(tmp_path).model, COMMANDS["generate"])


def test_several_end_tokens_are_read_from_both_files(tmp_path):
    build("llama").save_pretrained(tmp_path)
    change_config(tmp_path, lambda theirs: theirs.update(eos_token_id=[3, 4]))
    (tmp_path / "generation_config.json").write_text(json.dumps({"eos_token_id": [4, 5]}))
    assert load_save.load(tmp_path).ends == (3, 4, 5)


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("opt", {"do_layer_norm_before": False}, "do_layer_norm_before = False; only True"),
        ("opt", {"word_embed_proj_dim": 16}, "embeddings of another width"),
        ("qwen2", {"use_sliding_window": True}, "use_sliding_window = True; only False"),
        ("gemma3", {"attn_logit_softcapping": 50.0}, "attn_logit_softcapping = 50.0; only None"),
        ("phi3", {"rope_parameters": {"rope_type": "mrope"}}, "rotary positions by 'mrope'"),
        ("llama", {"tie_word_embeddings": True}, "holds another one, 'lm_head.weight'"),
        ("gpt2", {"n_inner": 40}, "n_inner = 40 instead of 4 x n_embd = 128"),
        ("llama-3", {"rope_parameters": {"rope_type": "llama3"}}, "lacks 'factor'"),
        ("gpt-neo", {"attention_layers": ["global"]}, "1 values for 3 layers: give one for each"),
        ("roberta", {"pad_token_id": 0}, "pad_token_id = 0; only 1 is supported"),
        ("llama", {"model_type": "gemma2"}, "not read here; the nearest that is: 'gemma3_text'"),
    ],
)
def test_what_would_compute_something_else_is_refused(name, changes, message, tmp_path):
    build(name).save_pretrained(tmp_path)
    change_config(tmp_path, lambda theirs: theirs.update(changes))
    with pytest.raises(UserError, match=message) as caught:
        load_save.load(tmp_path)
    assert "\n" not in str(caught.value)
