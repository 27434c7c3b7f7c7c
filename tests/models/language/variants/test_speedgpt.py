"""The network of the GPT speed records: an identity when initialized; normed queries, keys."""

import torch

from gradatim.models.attention import attention_maps
from gradatim.models.language.llama import LlamaConfig
from gradatim.models.language.variants.speedgpt import SpeedGPT
from tests.models.language.small import SMALL_LLAMA, speedgpt


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
