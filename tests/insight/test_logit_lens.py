"""The logit lens: its last guess is the model's answer."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.insight.logit_lens import logit_lens
from gradatim.models import GPT, MLP, GPTConfig, Llama, LlamaConfig, MLPConfig

GPT_SIZES = GPTConfig(vocabulary_size=32, context=16, width=24, n_layers=3, n_heads=2)


@pytest.mark.parametrize("model", ["gpt", "llama"])
def test_the_last_guess_of_the_lens_is_the_models_answer(model):
    sizes = LlamaConfig(
        vocabulary_size=32, context=16, width=24, hidden=48, n_layers=3, n_heads=2, n_key_heads=1
    )
    network = GPT(GPT_SIZES) if model == "gpt" else Llama(sizes)
    tokens = torch.randint(0, 32, (2, 7))
    guesses = logit_lens(network, tokens)
    assert guesses.shape == (4, 2, 7, 32)
    assert torch.allclose(guesses[-1], network(tokens), atol=1e-6)
    assert not torch.allclose(guesses[0], guesses[-1])


def test_the_lens_refuses_an_image_network():
    with pytest.raises(UserError, match="word by word"):
        logit_lens(MLP(MLPConfig(in_features=4, n_classes=2)), torch.zeros(1, 4))
