"""What all translators share: padding, causality, word by word equals all at once."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.models.attention import attention_maps
from tests.models.language.small_translators import MAKE, V, padded_batch


@pytest.mark.parametrize("name", MAKE)
def test_padding_changes_nothing(name):
    model = MAKE[name]().eval()
    source, target, mask = padded_batch()
    alone = model(source[1:, :4], target[1:])
    torch.testing.assert_close(model(source, target, mask)[1:], alone, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", MAKE)
@torch.no_grad()
def test_word_by_word_equals_all_at_once(name):
    model = MAKE[name]().eval()
    source, target, mask = padded_batch()
    memory = model.begin(source, mask, capacity=5)
    steps = torch.stack([model.step(words, memory) for words in target.unbind(1)], 1)
    torch.testing.assert_close(steps, model(source, target, mask), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", MAKE)
@torch.no_grad()
def test_selected_rows_go_on_as_they_would_have(name):
    model = MAKE[name]().eval()
    source, target, mask = padded_batch()
    memory = model.begin(source, mask, capacity=5)
    for words in target[:, :3].unbind(1):
        model.step(words, memory)
    rows = torch.tensor([1, 1, 0])
    memory.select(rows)
    step = model.step(target[rows, 3], memory)
    torch.testing.assert_close(step, model(source, target, mask)[rows, 3], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", MAKE)
def test_translators_do_not_see_later_words_and_gradients_reach_everything(name):
    model = MAKE[name]().train()
    source, target, mask = padded_batch()
    changed = target.clone()
    changed[:, 3] = changed[:, 3] % (V - 1) + 1
    logits = model(source, target, mask)
    torch.testing.assert_close(logits[:, :3], model(source, changed, mask)[:, :3])
    F.cross_entropy(logits.flatten(0, 1), target.flatten()).backward()
    assert all(p.grad is not None and p.grad.isfinite().all() for p in model.parameters())


@pytest.mark.parametrize("name", MAKE)
def test_alignments_are_fractions_of_the_source_words(name):
    model = MAKE[name]().eval()
    source, target, mask = padded_batch()
    maps = attention_maps(model, source, target, mask)
    crossing = [m for n, m in maps.items() if "cross" in n or n == "attention"]
    assert crossing
    for weights in crossing:
        assert weights.shape[2:] == (5, 6)
        torch.testing.assert_close(weights.sum(-1), torch.ones(weights.shape[:3]))
        assert weights[1, :, :, 4:].max() == 0


@pytest.mark.parametrize("name", MAKE)
def test_a_translator_learns_to_reverse(name):
    model = MAKE[name]().train()
    source = torch.randint(2, V, (8, 5))
    target = torch.cat((torch.ones(8, 1, dtype=torch.long), source.flip(1)), 1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(150):
        loss = F.cross_entropy(model(source, target[:, :-1]).flatten(0, 1), target[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss < 0.2
