"""What all models that predict the next token share: no look ahead, cache equals no cache."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.models.attention import attention_maps
from tests.models.language.small import CAUSAL


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


@pytest.mark.parametrize("name", ["gpt", "mixtral"])
def test_a_small_model_memorizes_a_sentence(name):
    model = CAUSAL[name]().train()
    tokens = torch.randint(40, (1, 20))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(60):
        loss = F.cross_entropy(model(tokens[:, :-1])[0], tokens[0, 1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss < 0.1
