"""Language models small enough for a test, by name."""

import torch

from gradatim.models import (
    GPT,
    GPTConfig,
    Llama,
    LlamaConfig,
    Mixtral,
    MixtralConfig,
    SpeedGPT,
)

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
