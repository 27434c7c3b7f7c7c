"""LLaMA and Mistral: sizes as published, the sliding window, heads that can be rotated."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.errors import UserError
from gradatim.models.language.llama import Llama, LlamaConfig, RMSNorm, SwiGLU
from tests.models.language.small import CAUSAL, count


@pytest.mark.parametrize(
    ("config", "parameters"),
    [
        (LlamaConfig.llama_7b(), 6_738_415_616),
        (LlamaConfig.llama2_7b(), 6_738_415_616),
        (LlamaConfig.llama2_13b(), 13_015_864_320),
        (LlamaConfig.llama2_70b(), 68_976_648_192),
        (LlamaConfig.mistral_7b(), 7_241_732_096),
    ],
)
def test_famous_sizes_have_the_published_number_of_parameters(config, parameters):
    assert count(Llama, config) == parameters


def test_the_sliding_window_reaches_n_layers_windows_back():
    model = CAUSAL["mistral"]().eval()  # 2 layers x (5 - 1) places back
    tokens = torch.randint(40, (1, 16))
    changed = tokens.clone()
    changed[0, 0] = (changed[0, 0] + 1) % 40
    before, after = model(tokens), model(changed)
    assert not torch.allclose(before[0, 8], after[0, 8], rtol=0, atol=1e-9)
    torch.testing.assert_close(before[0, 9:], after[0, 9:], rtol=0, atol=0)


def test_the_norm_is_the_formula():
    x = torch.randn(3, 8)
    norm = RMSNorm(8, epsilon=1e-5)
    torch.testing.assert_close(norm(x), x / (x.square().mean(1, keepdim=True) + 1e-5).sqrt())


def test_the_gate_multiplies_what_passes():
    layer = SwiGLU(4, 6)
    gate, up = layer.gate_up.weight.split(6)
    x = torch.randn(2, 4)
    torch.testing.assert_close(layer(x), layer.project(F.silu(x @ gate.T) * (x @ up.T)))


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ({"n_key_heads": 5}, "n_key_heads is 5, which does not divide n_heads, 32"),
        ({"width": 96}, "a head has 3 channels"),
        ({"head_width": 5}, "a head has 5 channels"),
    ],
)
def test_heads_that_do_not_fit_are_refused(sizes, message):
    with pytest.raises(UserError, match=message):
        LlamaConfig(**sizes)
