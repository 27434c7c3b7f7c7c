"""Our models against the transformers library: the same weights give the same numbers.

Small random models of each published type are built there, saved, loaded here, and the reverse.
"""

import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import pytest
import torch

from gradatim.models.attention import attention_maps
from gradatim.models.hub import load_save
from gradatim.models.language.beam_search import beam_search
from gradatim.models.language.sampling import Sampling, generate

transformers = pytest.importorskip("transformers")
from transformers import (  # noqa: E402
    AutoModelForCausalLM,
    BertConfig,
    BertForMaskedLM,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MarianConfig,
    MarianMTModel,
    MistralConfig,
    MistralForCausalLM,
    MixtralConfig,
    MixtralForCausalLM,
    ViTConfig,
    ViTForImageClassification,
)

V, WIDE = 60, {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3}
LLAMA = {**WIDE, "vocab_size": V, "num_attention_heads": 4, "num_key_value_heads": 2}
ENDLESS = {"bos_token_id": None, "eos_token_id": None, "pad_token_id": None}
BUILD = {
    "gpt2": lambda: GPT2LMHeadModel(
        GPT2Config(vocab_size=V, n_positions=48, n_embd=32, n_layer=3, n_head=4, **ENDLESS)
    ),
    "llama": lambda: LlamaForCausalLM(
        LlamaConfig(**LLAMA, max_position_embeddings=48, rope_theta=500.0, **ENDLESS)
    ),
    "llama-tied": lambda: LlamaForCausalLM(
        LlamaConfig(**LLAMA, head_dim=6, tie_word_embeddings=True, **ENDLESS)
    ),
    "mistral": lambda: MistralForCausalLM(
        MistralConfig(**LLAMA, sliding_window=7, max_position_embeddings=48, **ENDLESS)
    ),
    "mixtral": lambda: MixtralForCausalLM(
        MixtralConfig(**LLAMA, max_position_embeddings=48, **ENDLESS)
    ),
    "bert": lambda: BertForMaskedLM(
        BertConfig(**WIDE, vocab_size=V, num_attention_heads=4, max_position_embeddings=48)
    ),
    "vit": lambda: ViTForImageClassification(
        ViTConfig(**WIDE, num_attention_heads=4, image_size=16, patch_size=4, num_labels=5)
    ),
    "marian": lambda: MarianMTModel(
        MarianConfig(
            vocab_size=V,
            d_model=32,
            encoder_layers=2,
            decoder_layers=2,
            encoder_attention_heads=4,
            decoder_attention_heads=4,
            encoder_ffn_dim=48,
            decoder_ffn_dim=48,
            max_position_embeddings=48,
            activation_function="swish",
            scale_embedding=True,
            pad_token_id=V - 1,
            decoder_start_token_id=V - 1,
            eos_token_id=0,
            forced_eos_token_id=None,
        )
    ),
}
CAUSAL = ["gpt2", "llama", "llama-tied", "mistral", "mixtral"]


def build(name):
    """Make a random model of the other library, with norms and biases that are not 0 and 1."""
    model = BUILD[name]().eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.add_(torch.randn_like(parameter) * 0.1)
        if name == "marian":
            model.final_logits_bias.normal_()
    model.set_attn_implementation("eager")
    return model


@pytest.fixture(params=BUILD)
def pair(request, tmp_path):
    """A model of the other library and what `load` makes of its checkpoint."""
    theirs = build(request.param)
    theirs.save_pretrained(tmp_path)
    return theirs, load_save.load(tmp_path)


def both_inputs(kind):
    """The same input in our order of arguments and in the other library's names."""
    torch.manual_seed(1)
    if kind == "vit":
        images = torch.randn(2, 3, 16, 16)
        return (images,), {"pixel_values": images}
    tokens = torch.randint(1, V - 1, (2, 20))
    if kind == "bert":
        mask = torch.arange(20) < torch.tensor([[20], [13]])
        segments = torch.randint(2, (2, 20))
        names = {"attention_mask": mask.long(), "token_type_ids": segments}
        return (tokens, mask, segments), {"input_ids": tokens, **names}
    if kind == "marian":
        mask = torch.arange(20) < torch.tensor([[20], [13]])
        target = torch.randint(1, V - 1, (2, 9))
        return (tokens, target, mask), {
            "input_ids": tokens,
            "attention_mask": mask.long(),
            "decoder_input_ids": target,
        }
    return (tokens,), {"input_ids": tokens}


def assert_logits_agree(ours, theirs):
    """Relative to the largest logit, 1e-4."""
    assert (ours - theirs).abs().max() <= 1e-4 * theirs.abs().max()


@torch.no_grad()
def test_logits_and_attention_maps_equal(pair):
    theirs, checkpoint = pair
    ours_in, theirs_in = both_inputs(checkpoint.kind)
    expected = theirs(**theirs_in, output_attentions=True)
    assert_logits_agree(checkpoint.model(*ours_in), expected.logits)
    maps = attention_maps(checkpoint.model, *ours_in)
    if checkpoint.kind == "marian":
        names = {"encoder": expected.encoder_attentions, "decoder": expected.decoder_attentions}
        for side, weights in names.items():
            for i, layer in enumerate(weights):
                torch.testing.assert_close(maps[f"{side}.{i}.attention"], layer)
        for i, layer in enumerate(expected.cross_attentions):
            torch.testing.assert_close(maps[f"decoder.{i}.cross_attention"], layer)
    else:
        assert len(maps) == len(expected.attentions) == 3
        for ours, layer in zip(maps.values(), expected.attentions, strict=True):
            torch.testing.assert_close(ours, layer, rtol=1e-4, atol=1e-5)


@torch.no_grad()
def test_saved_here_loads_there_with_equal_logits(pair, tmp_path):
    theirs, checkpoint = pair
    load_save.save(checkpoint.model, tmp_path / "back")
    again, report = type(theirs).from_pretrained(tmp_path / "back", output_loading_info=True)
    assert not report["missing_keys"]
    assert not report["unexpected_keys"]
    ours_in, theirs_in = both_inputs(checkpoint.kind)
    assert_logits_agree(again.eval()(**theirs_in).logits, checkpoint.model(*ours_in))
    back = load_save.load(tmp_path / "back").model
    assert back.config == checkpoint.model.config
    for name, tensor in back.state_dict().items():
        assert torch.equal(tensor, checkpoint.model.state_dict()[name]), name


@pytest.mark.parametrize("name", CAUSAL)
@torch.no_grad()
def test_greedy_tokens_equal_with_cache(name, tmp_path):
    theirs = build(name)
    theirs.save_pretrained(tmp_path)
    model = load_save.load(tmp_path).model
    prompt = torch.randint(V, (1, 11))
    expected = theirs.generate(prompt, max_new_tokens=30, do_sample=False, use_cache=True)
    ours = generate(model, prompt[0], 30, context=48, sampling=Sampling(temperature=0))
    assert list(ours) == expected[0, 11:].tolist()


@torch.no_grad()
def test_repetition_penalty_equals_theirs(tmp_path):
    theirs = build("gpt2")
    theirs.save_pretrained(tmp_path)
    model = load_save.load(tmp_path).model
    prompt = torch.randint(V, (1, 8))
    options = {"max_new_tokens": 20, "do_sample": False, "repetition_penalty": 1.3}
    sampling = Sampling(temperature=0, repetition_penalty=1.3)
    ours = generate(model, prompt[0], 20, context=48, sampling=sampling)
    assert list(ours) == theirs.generate(prompt, **options)[0, 8:].tolist()


@pytest.mark.parametrize("n_beams", [1, 4])
@torch.no_grad()
def test_beam_search_finds_the_translations_of_the_other_library(n_beams, tmp_path):
    theirs = build("marian")
    theirs.save_pretrained(tmp_path)
    model = load_save.load(tmp_path).model
    source = torch.randint(1, V - 1, (4, 9))
    mask = torch.arange(9) < torch.tensor([[9], [6], [9], [3]])
    expected = theirs.generate(
        source,
        attention_mask=mask.long(),
        num_beams=n_beams,
        max_length=13,
        do_sample=False,
        length_penalty=1.0,
        early_stopping=False,
    )
    ours = beam_search(model, source, mask, start=V - 1, end=0, n_words=12, n_beams=n_beams)
    for row, words in zip(expected.tolist(), ours, strict=True):
        theirs_words = row[1:]
        theirs_words = theirs_words[: theirs_words.index(0)] if 0 in theirs_words else theirs_words
        assert words[:11] == theirs_words[:11]


@torch.no_grad()
def test_load_balance_equals_theirs_for_a_layer(tmp_path):
    config = MixtralConfig(**{**LLAMA, "num_hidden_layers": 1}, output_router_logits=True)
    theirs = MixtralForCausalLM(config)
    theirs.save_pretrained(tmp_path)
    tokens = torch.randint(V, (2, 16))
    expected = theirs(tokens).aux_loss
    _, balance = load_save.load(tmp_path).model.train()(tokens, with_balance=True)
    torch.testing.assert_close(balance, expected)


@torch.no_grad()
def test_shards_and_other_precisions_are_read(tmp_path):
    build("llama").to(torch.bfloat16).save_pretrained(tmp_path, max_shard_size="20KB")
    assert (tmp_path / "model.safetensors.index.json").is_file()
    tokens = torch.randint(V, (1, 12))
    as_stored = load_save.load(tmp_path).model
    assert next(as_stored.parameters()).dtype == torch.bfloat16
    widened = load_save.load(tmp_path, dtype=torch.float32).model
    theirs = LlamaForCausalLM.from_pretrained(tmp_path, dtype=torch.float32)
    assert_logits_agree(widened(tokens), theirs(tokens).logits)


@torch.no_grad()
def test_old_names_of_tensors_are_read(tmp_path):
    from safetensors.torch import load_file, save_file

    ours_in, _ = both_inputs("bert")
    for name, change in {
        "gpt2": lambda n: n.removeprefix("transformer."),
        "bert": lambda n: n.replace("LayerNorm.weight", "LayerNorm.gamma"),
    }.items():
        folder = tmp_path / name
        build(name).save_pretrained(folder)
        expected = load_save.load(folder).model(ours_in[0])
        file = folder / "model.safetensors"
        save_file({change(n): t for n, t in load_file(file).items()}, file)
        torch.testing.assert_close(load_save.load(folder).model(ours_in[0]), expected)


def test_models_saved_here_open_by_their_type_there(tmp_path):
    from gradatim.models.language.gpt import GPT, GPTConfig

    ours = GPT(GPTConfig(vocabulary_size=V, context=48, width=32, n_layers=2, n_heads=2)).eval()
    load_save.save(ours, tmp_path)
    theirs = AutoModelForCausalLM.from_pretrained(tmp_path).eval()
    tokens = torch.randint(V, (1, 12))
    assert_logits_agree(theirs(tokens).logits, ours(tokens))
