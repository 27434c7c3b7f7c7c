"""The translators of 2014 and 2017: padding, causality, word by word equals all at once."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.models.attention import attention_maps
from gradatim.models.language.seq2seq import Seq2Seq, Seq2SeqConfig
from gradatim.models.language.transformer import Transformer, TransformerConfig, sinusoids

V = 20
MAKE = {
    "bahdanau": lambda: Seq2Seq(
        Seq2SeqConfig(
            source_vocabulary_size=V,
            target_vocabulary_size=V,
            embedding_width=8,
            width=12,
            maxout_width=6,
        )
    ),
    "transformer": lambda: Transformer(
        TransformerConfig(vocabulary_size=V, width=16, hidden=24, n_layers=2, n_heads=2, dropout=0)
    ),
    "transformer-norm-first": lambda: Transformer(
        TransformerConfig(
            vocabulary_size=V,
            width=16,
            hidden=24,
            n_layers=2,
            n_heads=2,
            dropout=0,
            norm_first=True,
        )
    ),
}


def padded_batch():
    """Two sentences of 6 and 4 words, and 5 target words each."""
    source, target = torch.randint(1, V, (2, 6)), torch.randint(1, V, (2, 5))
    source[1, 4:] = 0
    return source, target, source != 0


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
def test_alignments_are_shares_of_the_source_words(name):
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


def test_the_writing_gru_equals_torch_gru_cell():
    model = MAKE["bahdanau"]()
    H = 12
    cell = torch.nn.GRUCell(8 + 2 * H, H)
    cell.load_state_dict(
        {
            "weight_ih": torch.cat((model.word_gates.weight, model.context_gates.weight), 1),
            "bias_ih": model.word_gates.bias,
            "weight_hh": model.state_gates.weight,
            "bias_hh": model.state_gates.bias,
        }
    )
    word, context, state = torch.randn(3, 8), torch.randn(3, 2 * H), torch.randn(3, H)
    ours = model.write(model.word_gates(word) + model.context_gates(context), state)
    torch.testing.assert_close(ours, cell(torch.cat((word, context), 1), state))


def test_sinusoids_follow_the_formula():
    waves = sinusoids(torch.arange(4), 6)
    for place in range(4):
        for i in range(3):
            angle = torch.tensor(place / 10_000 ** (2 * i / 6))
            torch.testing.assert_close(waves[place, i], angle.sin())
            torch.testing.assert_close(waves[place, 3 + i], angle.cos())


def test_published_sizes():
    with torch.device("meta"):
        base = Transformer(TransformerConfig.base())
        search = Seq2Seq(Seq2SeqConfig.rnnsearch())
    assert round(sum(p.numel() for p in base.parameters()) / 1e6) == 63
    assert search.encoder.weight_hh_l0.shape == (3000, 1000)
    with pytest.raises(ValueError, match="width is 9, which cannot be split into"):
        TransformerConfig(width=9, n_heads=3)
