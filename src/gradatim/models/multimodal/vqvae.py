"""VQ-VAE: an image becomes a small grid of codes, and the codes an image again.

The encoder gives a vector per cell of the grid; each is replaced by the nearest vector of a
codebook, and the decoder reconstructs the image from those. What is kept of an image is a few dozen
whole numbers: words, so to speak, which a language model can learn to write.

Sources: van den Oord, Vinyals, Kavukcuoglu 2017, "Neural discrete representation learning"; codes
of few dimensions and unit length as in Yu et al. 2021, "Vector-quantized image modeling with
improved VQGAN", section 3.2, which keeps all of them in use.

Shapes: B images, N channels, Y x X pixels, C width, D dimensions of a code, K codes, G = Y X / 16
cells of the grid.
"""

from dataclasses import dataclass
from typing import Annotated, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.spelling import given
from gradatim.validation import require_sizes

STRIDE = 4  # height and width in pixels of the part of an image that a code stands for


@dataclass(frozen=True, kw_only=True)
class VQVAEConfig:
    """Sizes of a discrete autoencoder."""

    in_channels: Annotated[int, Help("channels of the images: 1 gray, 3 color")] = 1
    image_size: Annotated[int, Help("height and width of the images, in pixels")] = 28
    filters: Annotated[int, Help("feature maps of encoder and decoder, at least 1")] = 64
    n_codes: Annotated[int, Help("codes of the codebook, at least 1")] = 128
    code_width: Annotated[int, Help("dimensions of a code, at least 1")] = 8

    def __post_init__(self) -> None:
        require_sizes(self, "in_channels", "image_size", "filters", "n_codes", "code_width")
        if self.image_size % STRIDE:
            raise UserError(
                f"{given('image_size', self.image_size)}: give a multiple of {STRIDE}, the pixels "
                "that a code stands for."
            )

    @property
    def grid(self) -> int:
        """Height and width of the grid of codes."""
        return self.image_size // STRIDE


class Residual(nn.Module):
    """x + two convolutions of it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.ReLU(), nn.Conv2d(width, width, 3, padding=1), nn.ReLU(), nn.Conv2d(width, width, 1)
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.layers(x)


class Quantized(NamedTuple):
    """What the codebook makes of the encoder's vectors."""

    vectors: Tensor  # (B, D, Y / 4, X / 4), of the chosen codes; gradients pass to the encoder
    codes: Tensor  # int64 (B, G), row by row
    loss: Tensor  # how far encoder and codebook are apart, 0-dim


class Codebook(nn.Module):
    """Replaces every vector by the nearest of K learned ones."""

    commitment = 0.25  # beta of the paper's equation 3

    def __init__(self, n_codes: int, width: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(n_codes, width)
        nn.init.normal_(self.embedding.weight)

    def forward(self, vectors: Tensor) -> Quantized:
        """(B, D, Y / 4, X / 4) -> the nearest codes."""
        flat = F.normalize(vectors.float(), dim=1).flatten(2).transpose(1, 2)  # (B, G, D)
        # On the sphere as well: a long code would be near to everything, and a short one to
        # nothing.
        table = F.normalize(self.embedding.weight, dim=1)  # (K, D)
        # Of unit vectors the nearest is the one with the largest product.
        codes = (flat @ table.T).argmax(-1)  # (B, G)
        chosen = table[codes]  # (B, G, D)
        # Equation 3: the codes come to the vectors, and the vectors do not run away from them.
        loss = F.mse_loss(chosen, flat.detach()) + self.commitment * F.mse_loss(
            flat, chosen.detach()
        )
        # Straight through: argmax has no gradient, so the decoder's goes to the encoder unchanged.
        passed = flat + (chosen - flat).detach()
        return Quantized(passed.transpose(1, 2).view_as(vectors), codes, loss)

    def look_up(self, codes: Tensor, grid: int) -> Tensor:
        """(B, G) -> (B, D, grid, grid)."""
        vectors = F.normalize(self.embedding.weight, dim=1)[codes]  # (B, G, D)
        return vectors.transpose(1, 2).unflatten(2, (grid, grid))


class VQVAE(nn.Module):
    """Images (B, N, Y, X) -> codes (B, G) -> images, all pixels from 0 to 1."""

    def __init__(self, config: VQVAEConfig) -> None:
        super().__init__()
        self.config = config
        width, code_width = config.filters, config.code_width
        self.encoder = nn.Sequential(
            # Kernels of 4 at a stride of 2: every pixel is read equally often, so no checkerboard
            # appears.
            nn.Conv2d(config.in_channels, width // 2, 4, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv2d(width // 2, width, 4, stride=2, padding=1),
            Residual(width),
            nn.ReLU(),
            nn.Conv2d(width, code_width, 1),
        )
        self.codebook = Codebook(config.n_codes, code_width)
        self.decoder = nn.Sequential(
            nn.Conv2d(code_width, width, 3, padding=1),
            Residual(width),
            nn.ReLU(),
            nn.ConvTranspose2d(width, width // 2, 4, stride=2, padding=1),
            nn.ReLU(),
            nn.ConvTranspose2d(width // 2, config.in_channels, 4, stride=2, padding=1),
        )

    def forward(self, images: Tensor) -> tuple[Tensor, Quantized]:
        """(B, N, Y, X) -> reconstructions (B, N, Y, X), and their codes."""
        quantized = self.codebook(self.encoder(images))
        return self.decoder(quantized.vectors), quantized

    def encode(self, images: Tensor) -> Tensor:
        """(B, N, Y, X) -> codes, int64 (B, G)."""
        return self.codebook(self.encoder(images)).codes

    def decode(self, codes: Tensor) -> Tensor:
        """Codes (B, G) -> images (B, N, Y, X), pixels from 0 to 1."""
        # Clipped only to be seen: in training a clipped pixel would have no gradient.
        return self.decoder(self.codebook.look_up(codes, self.config.grid)).clamp(0, 1)


def perplexity(codes: Tensor, n_codes: int) -> Tensor:
    """How many codes would be in use if all were used equally often: exp of their entropy."""
    frequency = torch.bincount(codes.flatten(), minlength=n_codes) / codes.numel()
    return torch.exp(-(frequency * frequency.clamp(min=1e-12).log()).sum())
