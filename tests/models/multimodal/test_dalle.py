"""DALL-E in small: codes are drawn from the scores that training sees, guidance is exact."""

from dataclasses import replace

import torch

from gradatim.models.language.gpt import GPTConfig
from gradatim.models.multimodal.dalle import DALLE, DALLEConfig
from gradatim.models.multimodal.vqvae import VQVAEConfig


def tiny() -> DALLE:
    return DALLE(
        DALLEConfig(
            n_words=7,
            caption_length=3,
            autoencoder=VQVAEConfig(image_size=8, filters=8, n_codes=5),
            gpt=GPTConfig(width=16, n_layers=2, n_heads=2),
        )
    ).eval()


def test_code_sees_the_caption_and_the_codes_before_it_only():
    model = tiny()
    captions, codes = torch.randint(2, 7, (1, 3)), torch.randint(0, 5, (1, 4))
    logits = model.code_logits(captions, codes)
    assert logits.shape == (1, 4, 5)
    changed = codes.clone()
    changed[0, 2] = (codes[0, 2] + 1) % 5
    other = model.code_logits(captions, changed)
    assert torch.allclose(logits[:, :3], other[:, :3], atol=1e-6)
    assert not torch.allclose(logits[:, 3], other[:, 3])
    words = captions.clone()
    words[0, 0] = 0
    assert not torch.allclose(logits[:, 0], model.code_logits(words, codes)[:, 0])


def test_likeliest_codes_are_those_of_the_scores_that_training_sees():
    model = tiny()
    torch.nn.init.normal_(model.gpt.token_embedding.weight)  # so that scores differ
    captions = torch.randint(2, 7, (3, 3))
    nothing = torch.zeros_like(captions)
    for guidance in (1.0, 0.0, 2.5):
        codes = torch.stack(list(model.write(captions, guidance=guidance, temperature=1e-4)), 1)
        with_words, without = (model.code_logits(c, codes) for c in (captions, nothing))
        scores = without + guidance * (with_words - without)
        assert torch.equal(scores.argmax(-1), codes)


def test_hidden_codes_are_not_read_in_training_only():
    model = tiny()
    model.config = replace(model.config, code_dropout=0.999999)
    captions, codes = torch.randint(2, 7, (1, 3)), torch.randint(0, 5, (1, 4))
    others = (codes + 1) % 5
    assert not torch.allclose(
        model.code_logits(captions, codes), model.code_logits(captions, others)
    )
    model.train()
    assert torch.equal(model.code_logits(captions, codes), model.code_logits(captions, others))


def test_same_generator_draws_the_same_images():
    model, captions = tiny(), torch.randint(2, 7, (2, 3))
    steps = []
    first, second, other = (
        model.draw(
            captions,
            guidance=2.0,
            generator=torch.Generator().manual_seed(seed),
            after_step=lambda: steps.append(1),
        )
        for seed in (0, 0, 1)
    )
    assert first.shape == (2, 1, 8, 8)
    assert torch.equal(first, second)
    assert not torch.equal(first, other)
    assert len(steps) == 3 * model.n_steps == 12


def test_codes_do_not_disturb_the_autoencoder():
    """The cross-entropy of the codes moves the GPT only."""
    model = tiny().train()
    found = model(torch.rand(2, 1, 8, 8), torch.randint(2, 7, (2, 3)))
    found.logits.sum().backward()
    assert all(p.grad is None for p in model.autoencoder.parameters())
    assert model.gpt.token_embedding.weight.grad.abs().sum() > 0
