"""A discrete autoencoder: nearest codes, gradients straight through, sizes."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.multimodal.vqvae import VQVAE, Codebook, VQVAEConfig, perplexity


def test_codebook_takes_the_nearest_code():
    book = Codebook(5, 3)
    vectors = torch.randn(2, 3, 4, 4)
    quantized = book(vectors)
    unit = torch.nn.functional.normalize
    flat = unit(vectors, dim=1).flatten(2).transpose(1, 2)
    distances = torch.cdist(flat, unit(book.embedding.weight, dim=1).expand(2, -1, -1))
    assert torch.equal(quantized.codes, distances.argmin(-1))
    assert torch.allclose(book.look_up(quantized.codes, 4), quantized.vectors, atol=1e-6)


def test_gradient_passes_straight_through_and_moves_the_codes_towards_the_vectors():
    book = Codebook(5, 3)
    vectors = torch.randn(2, 3, 4, 4, requires_grad=True)
    quantized = book(vectors)
    quantized.vectors.sum().backward(retain_graph=True)
    assert vectors.grad.abs().sum() > 0
    assert book.embedding.weight.grad is None
    optimizer = torch.optim.SGD(book.parameters(), lr=0.5)
    before = quantized.loss.item()
    quantized.loss.backward()
    optimizer.step()
    assert book(vectors).loss.item() < before


def test_images_come_back_in_their_size_with_pixels_from_0_to_1():
    model = VQVAE(VQVAEConfig(in_channels=3, image_size=16, filters=8, n_codes=11))
    images = torch.rand(2, 3, 16, 16)
    painted, quantized = model(images)
    assert painted.shape == images.shape
    assert quantized.codes.shape == (2, 16)
    assert torch.equal(model.encode(images), quantized.codes)
    decoded = model.decode(quantized.codes)
    assert torch.allclose(decoded, painted.clamp(0, 1), atol=1e-5)


def test_size_that_is_no_multiple_of_four_is_refused():
    with pytest.raises(UserError, match="multiple of 4"):
        VQVAEConfig(image_size=30)


def test_perplexity_counts_codes_in_use():
    assert perplexity(torch.tensor([0, 1, 2, 3]), 8).item() == pytest.approx(4)
    assert perplexity(torch.tensor([5, 5, 5]), 8).item() == pytest.approx(1)
