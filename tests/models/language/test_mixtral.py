"""Mixtral: each token read by its two experts, and the loss that balances them."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.errors import UserError
from gradatim.models.language.mixtral import Mixtral, MixtralConfig, SparseMixture, load_balance
from tests.models.language.small import CAUSAL, SMALL_LLAMA, count


@pytest.mark.parametrize(
    ("config", "parameters"),
    [
        (MixtralConfig.mixtral_8x7b(), 46_702_792_704),
    ],
)
def test_famous_sizes_have_the_published_number_of_parameters(config, parameters):
    assert count(Mixtral, config) == parameters


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


def test_more_active_experts_than_there_are_is_refused():
    with pytest.raises(UserError, match="n_active is 9, and n_experts is 8"):
        MixtralConfig(n_active=9)
