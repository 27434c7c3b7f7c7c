"""DiT by flow matching: a Transformer that moves noise, step by step, to an image.

Between noise e and an image x lies a straight line, x_t = (1 - t) e + t x. The network sees x_t, t
and the caption, and learns the direction of the line, x - e, or the image x at its end, which is
the same: from x_t the rest of the way is x - x_t, in the time 1 - t. To draw, one begins with noise
at t = 0 and follows the directions to t = 1.

Sources: Lipman et al. 2023, "Flow matching for generative modeling", section 4.1 (optimal
transport); Peebles and Xie 2023, "Scalable diffusion models with Transformers", section 3.2 (the
blocks, adaLN-Zero); Ho and Salimans 2022, "Classifier-free diffusion guidance"; Li and He
2025, "Back to basics: let denoising generative models denoise" (predict the image).

Shapes: B images, N channels, Y x X pixels, P patches, C width, L words.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

import torch
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.attention import SelfAttention
from gradatim.models.language.transformer import sinusoids
from gradatim.models.layers import FeedForward, initialize
from gradatim.validation import require_divisor, require_one_of, require_sizes

Target = Literal["direction", "image"]
NOTHING = 0  # number of the word that stands for none
LAST = 0.05  # time that is always left: a division by what is left must not explode


@dataclass(frozen=True, kw_only=True)
class DiTConfig:
    """Sizes of a diffusion Transformer."""

    in_channels: Annotated[int, Help("channels of the images: 1 gray, 3 color")] = 1
    image_size: Annotated[int, Help("height and width of the images, in pixels")] = 28
    patch_size: Annotated[
        int, Help("height and width of a patch, in pixels; a divisor of the image size")
    ] = 4
    n_words: Annotated[int, Help("words of the vocabulary")] = 100
    width: Annotated[int, Help("channels per patch, an even number of at least 2")] = 128
    n_layers: Annotated[int, Help("Transformer blocks, at least 1")] = 4
    n_heads: Annotated[int, Help("attention heads per block; a divisor of the width")] = 4
    place_width: Annotated[
        int | None,
        Help(
            "numbers by which the caption tells each patch what lies there, at least 1 (default: "
            "none, all patches hear the same)"
        ),
    ] = None
    predicts: Annotated[
        Target,
        Help("what the network gives: direction from noise to image, or the image itself"),
    ] = "direction"
    draw_steps: Annotated[int, Help("steps from noise to an image, at least 1")] = 20

    def __post_init__(self) -> None:
        require_sizes(self, "in_channels", "image_size", "patch_size", "n_words", "width")
        require_sizes(self, "n_layers", "n_heads", "place_width", "draw_steps")
        require_one_of(self, "predicts", get_args(Target))
        require_divisor(self, "n_heads", "width")
        require_divisor(self, "patch_size", "image_size")


class DiTBlock(nn.Module):
    """Attention and feed-forward network, scaled, shifted and gated by time and caption."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        width = config.width
        # No gain and shift of its own: time and caption give them
        # (adaLN, Peebles and Xie 2023, section 3.2).
        self.attention_norm = nn.LayerNorm(width, elementwise_affine=False)
        self.attention = SelfAttention(width, n_heads=config.n_heads)
        self.feed_forward_norm = nn.LayerNorm(width, elementwise_affine=False)
        self.feed_forward = FeedForward(width, 4 * width, "gelu")
        self.modulation = nn.Linear(width, 6 * width)

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        """(B, P, C), (B, C) -> (B, P, C)."""
        parts = self.modulation(condition)[:, None].chunk(6, dim=-1)  # (B, 1, C) each
        shift, scale, gate, shift_2, scale_2, gate_2 = parts
        x = x + gate * self.attention(self.attention_norm(x) * (1 + scale) + shift)
        return x + gate_2 * self.feed_forward(self.feed_forward_norm(x) * (1 + scale_2) + shift_2)


class DiT(nn.Module):
    """Images between noise and image (B, N, Y, X), times (B,), captions (B, L) -> directions."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.config = config
        width, size = config.width, config.patch_size
        side = config.image_size // size
        self.patches = nn.Conv2d(config.in_channels, width, size, stride=size)
        self.position_embedding = nn.Parameter(torch.zeros(side**2, width))
        self.word_embedding = nn.Embedding(config.n_words, width)
        # Blocks that only scale and shift would have to make what lies where of the same numbers
        # for all patches; two matrices tell each patch at once.
        self.places = None
        if config.place_width is not None:
            self.places = nn.Linear(width, side**2 * config.place_width)
            self.place = nn.Linear(config.place_width, width)
        self.time = FeedForward(width, width, "silu")
        self.activation = nn.SiLU()
        self.blocks = nn.ModuleList(DiTBlock(config) for _ in range(config.n_layers))
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.head_modulation = nn.Linear(width, 2 * width)
        self.head = nn.Linear(width, config.in_channels * size**2)
        initialize(self)
        nn.init.normal_(self.position_embedding, std=0.02)
        for module in self.modules():
            # Gates of 0: each block is initialized as the identity.
            if isinstance(module, DiTBlock):
                nn.init.zeros_(module.modulation.weight)
        nn.init.zeros_(self.head.weight)

    def forward(self, images: Tensor, times: Tensor, captions: Tensor) -> Tensor:
        """(B, N, Y, X), (B,) from 0 to 1, (B, L) -> (B, N, Y, X)."""
        x = self.patches(images)  # (B, C, Y / size, X / size)
        grid = x.shape[2:]
        x = x.flatten(2).transpose(1, 2) + self.position_embedding  # (B, P, C)
        caption = self.caption(captions)  # (B, C)
        if self.places is not None:
            x = x + self.place(self.places(caption).unflatten(1, (x.shape[1], -1)))
        # The waves are made for places in a sentence: times from 0 to 1 would all look alike.
        waves = sinusoids(1000 * times, self.config.width)
        condition = self.activation(self.time(waves) + caption)  # (B, C)
        for block in self.blocks:
            x = block(x, condition)
        shift, scale = self.head_modulation(condition)[:, None].chunk(2, dim=-1)
        pixels = self.head(self.norm(x) * (1 + scale) + shift)  # (B, P, N size size)
        size = self.config.patch_size
        pixels = pixels.unflatten(2, (-1, size, size)).unflatten(1, grid)
        pixels = pixels.permute(0, 3, 1, 4, 2, 5).flatten(4).flatten(2, 3)  # (B, N, Y, X)
        if self.config.predicts == "direction":
            return pixels
        left = (1 - times).clamp(min=LAST)[:, None, None, None]
        return (pixels.float() - images) / left

    def caption(self, captions: Tensor) -> Tensor:
        """(B, L) -> the sum of the words, (B, C); 0 for a caption without any."""
        # A caption of nothing but blanks is how the network learns to
        # draw without one, for guidance.
        there = (captions != NOTHING)[..., None]
        return (self.word_embedding(captions) * there).sum(1)

    def flow(
        self,
        captions: Tensor,
        *,
        guidance: float = 1.0,
        generator: torch.Generator | None = None,
        steps: int | None = None,
    ) -> Iterator[Tensor]:
        """Draw images by Heun's method, two directions per step.

        Args:
            captions: (B, L).
            guidance: weight of the caption; 1: as the model learned, 0: the caption is not heard.
            generator: of the noise, on the CPU.
            steps: from noise to image; by default those of the config.

        Yields:
            The images after each step, (B, N, Y, X), pixels from -1 to 1 at the end.
        """
        config = self.config
        shape = (len(captions), config.in_channels, config.image_size, config.image_size)
        x = torch.randn(shape, generator=generator).to(captions.device)
        n = steps or config.draw_steps

        def direction(images: Tensor, time: float) -> Tensor:
            times = torch.full((len(images),), time, device=images.device)
            if guidance == 1:
                return self(images, times, captions).float()
            # One pass for both: with the caption and without.
            both = self(
                images.repeat(2, 1, 1, 1),
                times.repeat(2),
                torch.cat((captions, torch.zeros_like(captions))),
            ).float()
            heard, unheard = both.chunk(2)
            return unheard + guidance * (heard - unheard)

        for i in range(n):
            first = direction(x, i / n)
            ahead = x + first / n
            # The last step cannot be corrected: at t = 1 nothing was learned.
            second = direction(ahead, (i + 1) / n) if i < n - 1 else first
            x = x + (first + second) / (2 * n)
            yield x

    @property
    def n_steps(self) -> int:
        """Steps of a drawing."""
        return self.config.draw_steps

    def draw(
        self,
        captions: Tensor,
        *,
        guidance: float = 1.0,
        generator: torch.Generator | None = None,
        after_step: Callable[[], None] | None = None,
    ) -> Tensor:
        """Draw images for captions (B, L), see `flow`; (B, N, Y, X), pixels from 0 to 1.

        Args:
            captions, guidance, generator: as in `flow`.
            after_step: is called after each of the `n_steps` steps.
        """
        for images in self.flow(captions, guidance=guidance, generator=generator):  # noqa: B007
            if after_step:
                after_step()
        return ((images + 1) / 2).clamp(0, 1)
