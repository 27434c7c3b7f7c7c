"""Our models against the transformers library: the same weights give the same numbers.

Small random models of each published type are built there, saved, loaded here, and the reverse.
"""

import pytest
import torch

from gradatim.models.attention import attention_maps
from gradatim.models.hub import load_save
from gradatim.models.language.beam_search import beam_search
from gradatim.models.language.sampling import Sampling, generate
from tests.parity.published import ALL, CAUSAL, GROUPED, V, build, t


@pytest.fixture(params=ALL)
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
    tokens = torch.randint(2, V - 1, (2, 20))  # RoBERTa counts no place for token 1, its padding
    if kind in ("distilbert", "roberta", "camembert", "modernbert"):
        mask = torch.arange(20) < torch.tensor([[20], [13]])
        return (tokens, mask), {"input_ids": tokens, "attention_mask": mask.long()}
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


def answer(output):
    """The logits, or what a model without a head gives."""
    return output.logits if "logits" in output else output.last_hidden_state


def seen(output, inputs):
    """What stands at tokens, not at padding, whose places are never used."""
    mask = next((part for part in inputs[1:] if part.dtype == torch.bool), None)
    fits = mask is not None and output.shape[1] == mask.shape[1]
    return output[mask] if fits else output


def assert_logits_agree(ours, theirs):
    """Relative to the largest logit, 1e-4."""
    assert (ours - theirs).abs().max() <= 1e-4 * theirs.abs().max()


@torch.no_grad()
def test_logits_and_attention_maps_equal(pair):
    theirs, checkpoint = pair
    ours_in, theirs_in = both_inputs(checkpoint.kind)
    expected = theirs(**theirs_in, output_attentions=True)
    assert_logits_agree(seen(checkpoint.model(*ours_in), ours_in), seen(answer(expected), ours_in))
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
            rows = [seen(weights.transpose(1, 2), ours_in) for weights in (ours, layer)]
            torch.testing.assert_close(*rows, rtol=1e-4, atol=1e-5)


@torch.no_grad()
def test_saved_here_loads_there_with_equal_logits(pair, tmp_path):
    theirs, checkpoint = pair
    load_save.save(checkpoint.model, tmp_path / "back")
    other = {t.Phi3ForCausalLM: t.LlamaForCausalLM, t.CamembertForMaskedLM: t.RobertaForMaskedLM}
    again, report = other.get(type(theirs), type(theirs)).from_pretrained(
        tmp_path / "back", output_loading_info=True
    )
    assert not [name for name in report["missing_keys"] if "pooler" not in name]
    assert not report["unexpected_keys"]
    ours_in, theirs_in = both_inputs(checkpoint.kind)
    theirs_out, ours_out = answer(again.eval()(**theirs_in)), checkpoint.model(*ours_in)
    assert_logits_agree(seen(theirs_out, ours_in), seen(ours_out, ours_in))
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
    prompt = torch.randint(2, V, (1, 11))
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
    config = t.MixtralConfig(**{**GROUPED, "num_hidden_layers": 1}, output_router_logits=True)
    theirs = t.MixtralForCausalLM(config)
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
    theirs = t.LlamaForCausalLM.from_pretrained(tmp_path, dtype=torch.float32)
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
        save_file({change(n): tensor for n, tensor in load_file(file).items()}, file)
        torch.testing.assert_close(load_save.load(folder).model(ours_in[0]), expected)


def test_models_saved_here_open_by_their_type_there(tmp_path):
    from gradatim.models.language.gpt import GPT, GPTConfig

    ours = GPT(GPTConfig(vocabulary_size=V, context=48, width=32, n_layers=2, n_heads=2)).eval()
    load_save.save(ours, tmp_path)
    theirs = t.AutoModelForCausalLM.from_pretrained(tmp_path).eval()
    tokens = torch.randint(V, (1, 12))
    assert_logits_agree(theirs(tokens).logits, ours(tokens))
