"""CLIP: unit vectors, padding that changes nothing, a loss that begins at the logarithm."""

import math

import pytest
import torch

from gradatim.models.multimodal.clip import CLIP, CLIPConfig, TextEncoderConfig, matching_loss

CONFIG = CLIPConfig(
    image_size=8,
    filters=(4, 4),
    embedding_width=8,
    text=TextEncoderConfig(vocabulary_size=20, context=6, width=8, hidden=8, n_heads=2, dropout=0),
)


def test_padding_changes_nothing_and_an_empty_text_is_a_number():
    model = CLIP(CONFIG).eval()
    short, long = torch.tensor([[3, 4, 5]]), torch.tensor([[3, 4, 5, 0, 0, 0]])
    assert torch.allclose(model.embed_texts(short), model.embed_texts(long), atol=1e-6)
    assert model.embed_texts(torch.zeros(2, 4, dtype=torch.int64)).isfinite().all()


def test_both_are_unit_vectors_of_one_length():
    images, texts, scale = CLIP(CONFIG).eval()(torch.rand(5, 3, 8, 8), torch.randint(1, 20, (5, 6)))
    assert images.shape == texts.shape == (5, 8)
    for vectors in (images, texts):
        assert torch.allclose(vectors.norm(dim=1), torch.ones(5), atol=1e-5)
    assert scale.item() == pytest.approx(10)


def test_loss_of_guessing_is_the_logarithm_of_the_batch_and_of_knowing_zero():
    same = torch.eye(4)[[0, 0, 0, 0]]
    assert matching_loss(same, same, torch.tensor(10.0)).item() == pytest.approx(math.log(4))
    assert matching_loss(torch.eye(4), torch.eye(4), torch.tensor(50.0)).item() < 1e-6
