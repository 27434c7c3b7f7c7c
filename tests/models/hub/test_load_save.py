"""Checkpoints: what is damaged, missing or unknown is named in one sentence; nothing is run."""

import json

import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models

from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.transformer import Transformer, TransformerConfig
from gradatim.models.vision.mlp import MLP, MLPConfig

WEIGHTS = "model.safetensors"


@pytest.fixture
def folder(tmp_path):
    torch.manual_seed(0)
    config = GPTConfig(vocabulary_size=9, context=8, width=8, n_layers=1, n_heads=2)
    tokenizer = Tokenizer(models.BPE({"a": 0, "b": 1, "[EOS]": 2}, []))
    load_save.save(GPT(config), tmp_path, tokenizer)
    return tmp_path


def edit_config(folder, **changes):
    path = folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def edit_weights(folder, change):
    tensors = load_file(folder / WEIGHTS)
    change(tensors)
    save_file(tensors, folder / WEIGHTS)


def test_what_is_saved_is_loaded_with_its_tokenizer(folder):
    checkpoint = load_save.load(folder)
    assert checkpoint.kind == "gpt2"
    assert checkpoint.tokenizer.encode("ab").ids == [0, 1]
    assert checkpoint.ends == (2,)
    assert not checkpoint.model.training
    assert all(parameter.requires_grad for parameter in checkpoint.model.parameters())
    assert sorted(p.name for p in folder.iterdir()) == [
        "config.json", WEIGHTS, "tokenizer.json", "tokenizer_config.json",
    ]  # fmt: skip


def shorten(folder):
    content = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(content[: len(content) // 2])


def garble(folder):
    (folder / WEIGHTS).write_bytes(b"not tensors at all")


def only_pickle(folder):
    (folder / WEIGHTS).rename(folder / "pytorch_model.bin")


def lose_a_shard(folder):
    (folder / WEIGHTS).unlink()
    index = {"weight_map": {"transformer.wte.weight": "model-00001-of-00002.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))


def point_outside(folder):
    (folder / WEIGHTS).rename(folder.parent / "outside.safetensors")
    index = {"weight_map": {"transformer.wte.weight": "../outside.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (shorten, "model.safetensors of .* is damaged or incomplete"),
        (garble, "model.safetensors of .* is damaged or incomplete"),
        (only_pickle, "has no model.safetensors; pickled weights .* are not read"),
        (lose_a_shard, "lacks model-00001-of-00002.safetensors"),
        (point_outside, "lacks ../outside.safetensors"),
        (
            lambda f: edit_weights(f, lambda t: t.pop("transformer.h.0.attn.c_attn.bias")),
            "lacks the tensor 'transformer.h.0.attn.c_attn.bias' of a gpt2 model",
        ),
        (
            lambda f: edit_weights(
                f, lambda t: t.update({"transformer.wpe.weight": torch.ones(5, 8)})
            ),
            r"'transformer.wpe.weight' of .* has shape \(5, 8\), and config.json asks for \(8, 8\)",
        ),
        (
            lambda f: edit_weights(f, lambda t: t.update(extra=torch.ones(1))),
            "has the tensor 'transformer.extra', which our gpt2 has no place for",
        ),
        (
            lambda f: edit_config(f, model_type="gpt3"),
            "of type 'gpt3', which is not read here; the nearest that is: 'gpt2'",
        ),
        (
            lambda f: edit_config(f, model_type=None),
            "has no model_type: it is no checkpoint's",
        ),
        (lambda f: edit_config(f, model_type="t5"), "of type 't5'.* the nearest .* 'marian'"),
        (
            lambda f: edit_config(f, activation_function="relu"),
            "activation_function = 'relu'; only",
        ),
        (
            lambda f: edit_config(f, n_head=3),
            "impossible: n_heads is 3, which does not",
        ),
        (lambda f: (f / "config.json").write_text("{"), "config.json of .* is damaged"),
        (lambda f: (f / "config.json").unlink(), "has no config.json"),
        (lambda f: (f / "tokenizer.json").write_text("{}"), "tokenizer.json of .* cannot be read"),
    ],
)
def test_damage_is_named_in_one_sentence(folder, damage, message):
    damage(folder)
    with pytest.raises(UserError, match=message) as caught:
        load_save.load(folder)
    assert "\n" not in str(caught.value)


def test_names_that_lead_nowhere_are_refused(tmp_path, monkeypatch):
    with pytest.raises(UserError, match=r"there is no folder ./nowhere"):
        load_save.load("./nowhere")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(UserError, match=r"no-such/model-here is neither a folder nor"):
        load_save.load("no-such/model-here")


def test_stretched_rotary_positions_are_refused(tmp_path):
    sizes = {"vocabulary_size": 9, "width": 8, "hidden": 8, "n_layers": 1, "n_heads": 2}
    load_save.save(Llama(LlamaConfig(**sizes, n_key_heads=1)), tmp_path)
    edit_config(tmp_path, rope_parameters={"rope_type": "mrope", "rope_theta": 1e4})
    with pytest.raises(UserError, match="stretches its rotary positions by 'mrope'"):
        load_save.load(tmp_path)


def test_an_interrupted_save_leaves_the_old_file(folder, monkeypatch):
    before = (folder / WEIGHTS).read_bytes()

    def fail(tensors, path, metadata):
        path.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(load_save, "save_tensors", fail)
    with pytest.raises(OSError, match="disk full"):
        load_save.save(load_save.load(folder).model, folder)
    assert (folder / WEIGHTS).read_bytes() == before
    assert not list(folder.glob(".*"))


def test_models_without_a_published_type_are_refused(tmp_path):
    with pytest.raises(UserError, match="MLP has no published type"):
        load_save.save(MLP(MLPConfig()), tmp_path)
    pre_norm = TransformerConfig(
        vocabulary_size=9, width=8, hidden=8, n_layers=1, n_heads=2, norm_first=True
    )
    with pytest.raises(UserError, match="norm_first=False"):
        load_save.save(Transformer(pre_norm), tmp_path)
