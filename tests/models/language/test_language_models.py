"""GPT, BERT, LLaMA, Mistral, Mixtral: sizes as published, no look ahead, cache equals no cache."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.models.attention import attention_maps
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.mixtral import Mixtral, MixtralConfig, SparseMixture, load_balance
from gradatim.models.language.speedgpt import SpeedGPT

SMALL = {"vocabulary_size": 40, "context": 32, "width": 16, "n_layers": 2, "n_heads": 4}
SMALL_LLAMA = {**SMALL, "hidden": 24, "n_key_heads": 2}


def speedgpt():
    """A network of the speed records that is no longer the identity, as it begins."""
    model = SpeedGPT(LlamaConfig(**SMALL_LLAMA))
    for parameter in model.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    return model


CAUSAL = {
    "gpt": lambda: GPT(GPTConfig(**SMALL)),
    "llama": lambda: Llama(LlamaConfig(**SMALL_LLAMA)),
    "llama-tied": lambda: Llama(LlamaConfig(**SMALL_LLAMA, tie_embeddings=True, head_width=6)),
    "mistral": lambda: Llama(LlamaConfig(**SMALL_LLAMA, window=5)),
    "mixtral": lambda: Mixtral(MixtralConfig(**SMALL_LLAMA)),
    "speedgpt": speedgpt,
}


def count(model_class, config):
    with torch.device("meta"):
        return sum(p.numel() for p in model_class(config).parameters())


@pytest.mark.parametrize(
    ("model_class", "config", "parameters"),
    [
        (GPT, GPTConfig.gpt2(), 124_439_808),
        (GPT, GPTConfig.gpt2_medium(), 354_823_168),
        (GPT, GPTConfig.gpt2_large(), 774_030_080),
        (GPT, GPTConfig.gpt2_xl(), 1_557_611_200),
        (GPT, GPTConfig.gpt3(), 174_604_259_328),
        (BERT, BERTConfig.base(), 109_514_298),
        (BERT, BERTConfig.large(), 335_174_458),
        (Llama, LlamaConfig.llama_7b(), 6_738_415_616),
        (Llama, LlamaConfig.llama2_7b(), 6_738_415_616),
        (Llama, LlamaConfig.llama2_13b(), 13_015_864_320),
        (Llama, LlamaConfig.llama2_70b(), 68_976_648_192),
        (Llama, LlamaConfig.mistral_7b(), 7_241_732_096),
        (Mixtral, MixtralConfig.mixtral_8x7b(), 46_702_792_704),
    ],
)
def test_famous_sizes_have_the_published_number_of_parameters(model_class, config, parameters):
    assert count(model_class, config) == parameters


@pytest.mark.parametrize("name", CAUSAL)
def test_causal_models_do_not_see_the_future(name):
    model = CAUSAL[name]().eval()
    tokens = torch.randint(40, (2, 12))
    changed = tokens.clone()
    changed[:, 7] = (changed[:, 7] + 1) % 40
    before, after = model(tokens), model(changed)
    torch.testing.assert_close(before[:, :7], after[:, :7])
    assert not torch.allclose(before[:, 7:], after[:, 7:])


@pytest.mark.parametrize("name", CAUSAL)
@torch.no_grad()
def test_cache_equals_no_cache_in_any_pieces(name):
    model = CAUSAL[name]().eval()
    tokens = torch.randint(40, (2, 14))
    cache = model.new_cache(2, 14)
    pieces = [model(piece, cache) for piece in tokens.split([6, 1, 1, 4, 1, 1], dim=1)]
    torch.testing.assert_close(torch.cat(pieces, 1), model(tokens), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", CAUSAL)
def test_a_row_of_a_batch_equals_the_row_alone_and_gradients_reach_everything(name):
    model = CAUSAL[name]().train()
    tokens = torch.randint(40, (3, 32))
    logits = model(tokens)
    assert logits.shape == (3, 32, 40)
    torch.testing.assert_close(model(tokens[1:2])[0], logits[1], rtol=1e-4, atol=1e-5)
    F.cross_entropy(logits[:, :-1].flatten(0, 1), tokens[:, 1:].flatten()).backward()
    for parameter_name, parameter in model.named_parameters():
        assert parameter.grad is not None, parameter_name
        assert parameter.grad.isfinite().all(), parameter_name


@pytest.mark.parametrize("name", CAUSAL)
def test_causal_attention_maps_have_a_row_per_token(name):
    model = CAUSAL[name]().eval()
    maps = attention_maps(model, torch.randint(40, (1, 9)))
    assert len(maps) == 2
    for weights in maps.values():
        assert weights.shape == (1, 4, 9, 9)
        torch.testing.assert_close(weights.sum(-1), torch.ones(1, 4, 9))
        assert weights.triu(1).max() == 0


def test_the_sliding_window_reaches_n_layers_windows_back():
    model = CAUSAL["mistral"]().eval()  # 2 layers x (5 - 1) places back
    tokens = torch.randint(40, (1, 16))
    changed = tokens.clone()
    changed[0, 0] = (changed[0, 0] + 1) % 40
    before, after = model(tokens), model(changed)
    assert not torch.allclose(before[0, 8], after[0, 8], rtol=0, atol=1e-9)
    torch.testing.assert_close(before[0, 9:], after[0, 9:], rtol=0, atol=0)


@pytest.mark.parametrize("name", ["gpt", "mixtral"])
def test_a_small_model_learns_a_sentence_by_heart(name):
    model = CAUSAL[name]().train()
    tokens = torch.randint(40, (1, 20))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(60):
        loss = F.cross_entropy(model(tokens[:, :-1])[0], tokens[0, 1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss < 0.1


def test_bert_sees_both_sides_ignores_padding_and_scores_only_the_places_asked_for():
    model = BERT(BERTConfig(**SMALL, hidden=24)).eval()
    tokens = torch.randint(40, (2, 10))
    changed = tokens.clone()
    changed[:, 9] = (changed[:, 9] + 1) % 40
    logits = model(tokens)
    assert not torch.allclose(logits[:, 0], model(changed)[:, 0])
    mask = torch.ones(2, 10, dtype=torch.bool)
    mask[:, 9] = False
    torch.testing.assert_close(model(tokens, mask)[:, :9], model(changed, mask)[:, :9])
    places = torch.tensor([3, 12])
    torch.testing.assert_close(
        model(tokens, places=places), torch.stack((logits[0, 3], logits[1, 2]))
    )
    segments = torch.zeros(2, 10, dtype=torch.long)
    torch.testing.assert_close(model(tokens, segments=segments), logits)
    segments[:, 5:] = 1
    assert not torch.allclose(model(tokens, segments=segments), logits)


def test_a_mixture_equals_each_token_read_by_its_two_experts():
    config = MixtralConfig(**SMALL_LLAMA)
    layer = SparseMixture(config).eval()
    torch.nn.init.normal_(layer.gate_up)
    x = torch.randn(2, 5, 16)
    expected = torch.zeros_like(x)
    for b in range(2):
        for t in range(5):
            scores = layer.router(x[b, t]).softmax(-1)
            best = scores.argsort(descending=True)[:2]
            for expert in best:
                gate, up = (layer.gate_up[expert] @ x[b, t]).chunk(2)
                read = layer.project[expert] @ (F.silu(gate) * up)
                expected[b, t] += scores[expert] / scores[best].sum() * read
    torch.testing.assert_close(layer(x), expected, rtol=1e-4, atol=1e-5)


def test_load_balance_is_lowest_when_tokens_spread_evenly():
    even = torch.full((8, 4), 0.25)
    spread = torch.arange(8)[:, None] % 4
    assert load_balance(even, spread) == pytest.approx(1)
    one_hot = torch.zeros(8, 4)
    one_hot[:, 0] = 1
    assert load_balance(one_hot, torch.zeros(8, 1, dtype=torch.long)) == pytest.approx(4)


def test_mixtral_gives_its_balance_with_a_gradient_to_the_router_in_training_only():
    model = CAUSAL["mixtral"]().train()
    tokens = torch.randint(40, (2, 16))
    logits, balance = model(tokens, with_balance=True)
    assert logits.shape == (2, 16, 40)
    balance.backward()
    assert model.blocks[0].feed_forward.router.weight.grad.abs().sum() > 0
    with pytest.raises(ValueError, match=r"model\.train"):
        model.eval()(tokens, with_balance=True)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: GPTConfig(width=100, n_heads=12),
            "n_heads is 12, which does not divide width, 100",
        ),
        (lambda: GPTConfig(n_layers=0), "n_layers is 0: give a whole number of at least 1"),
        (lambda: GPTConfig(dropout=1.0), "dropout is 1.0: give a number from 0 to below 1"),
        (lambda: LlamaConfig(n_key_heads=5), "n_key_heads is 5, which does not divide n_heads, 32"),
        (lambda: LlamaConfig(width=96), "a head has 3 channels"),
        (lambda: MixtralConfig(n_active=9), "n_active is 9, more than the 8 experts"),
        (lambda: BERTConfig(hidden=0), "hidden is 0"),
    ],
)
def test_impossible_sizes_are_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize("model", [GPT(GPTConfig(**SMALL)), BERT(BERTConfig(**SMALL, hidden=24))])
def test_a_text_longer_than_the_context_is_refused(model):
    with pytest.raises(ValueError, match="33 tokens are more than this model reads at once, 32"):
        model(torch.zeros(1, 33, dtype=torch.long))


def test_the_record_network_begins_as_the_identity():
    model = SpeedGPT(LlamaConfig(**SMALL_LLAMA))
    tokens = torch.randint(40, (2, 9))
    torch.testing.assert_close(model.hidden(tokens), model.norm(model.token_embedding(tokens)))
    assert not model(tokens).any()  # every next token is equally likely


def test_normed_queries_and_keys_do_not_hear_how_loud_the_projection_is():
    model = speedgpt().eval()
    tokens = torch.randint(40, (1, 9))
    before = attention_maps(model, tokens)["blocks.0.attention"]
    sizes = model.config
    width = (sizes.n_heads + sizes.n_key_heads) * sizes.width_per_head
    with torch.no_grad():
        model.blocks[0].attention.qkv.weight[:width] *= 7  # queries and keys, not values
    torch.testing.assert_close(attention_maps(model, tokens)["blocks.0.attention"], before)
