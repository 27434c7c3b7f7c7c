"""GPT: sizes as published; texts and sizes that do not fit are refused."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.language.gpt import GPT, GPTConfig
from tests.models.language.small import SMALL, count


@pytest.mark.parametrize(
    ("config", "parameters"),
    [
        (GPTConfig.gpt2(), 124_439_808),
        (GPTConfig.gpt2_medium(), 354_823_168),
        (GPTConfig.gpt2_large(), 774_030_080),
        (GPTConfig.gpt2_xl(), 1_557_611_200),
        (GPTConfig.gpt3(), 174_604_259_328),
    ],
)
def test_famous_sizes_have_the_published_number_of_parameters(config, parameters):
    assert count(GPT, config) == parameters


def test_a_text_longer_than_the_context_is_refused():
    model = GPT(GPTConfig(**SMALL))
    with pytest.raises(UserError, match="33 tokens are more than this model reads at once, 32"):
        model(torch.zeros(1, 33, dtype=torch.long))


def test_branches_begin_smaller_the_deeper_the_network():
    model = GPT(GPTConfig(vocabulary_size=8, context=4, width=64, n_layers=8, n_heads=4))
    block = model.blocks[0]
    assert block.feed_forward.expand.weight.std().item() == pytest.approx(0.02, rel=0.1)
    assert block.feed_forward.project.weight.std().item() == pytest.approx(0.02 / 4, rel=0.1)


def test_output_and_embedding_are_one_matrix():
    model = GPT(GPTConfig(**SMALL))
    x = torch.randn(1, 1, 16)
    torch.testing.assert_close(model.head(x)[0, 0], model.token_embedding.weight @ x[0, 0])
