"""DALL-E in small: a GPT that reads a caption and writes the codes of an image.

An image is a grid of codes (see `vqvae.py`); a sequence is [words of the caption | codes, row by
row], and the GPT of `models.language.gpt` predicts code after code. Two things differ from the
paper: both networks learn in the same steps instead of one after the other, and only codes are
predicted, not the words, which are always given.

Source: Ramesh et al. 2021, "Zero-shot text-to-image generation", section 2. Guidance without a
classifier: Ho and Salimans 2022; for a Transformer of codes Gafni et al. 2022, "Make-a-scene",
section 3.4.

Shapes: B images, L words, G codes of an image, K codes of the codebook, V words of the vocabulary.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, NamedTuple

import torch
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.multimodal.vqvae import VQVAE, VQVAEConfig
from gradatim.validation import require_fraction, require_kind, require_sizes

NOTHING = 0  # number of the word that stands for none


@dataclass(frozen=True, kw_only=True)
class DALLEConfig:
    """Sizes of the autoencoder and of the GPT."""

    n_words: Annotated[int, Help("words of the vocabulary")] = 100
    caption_length: Annotated[int, Help("most words of a caption")] = 8
    autoencoder: Annotated[VQVAEConfig, Help("sizes of the autoencoder")] = field(
        default_factory=VQVAEConfig
    )
    gpt: Annotated[GPTConfig, Help("sizes of the GPT")] = field(
        default_factory=lambda: GPTConfig(width=96, n_layers=3, n_heads=4)
    )
    code_dropout: Annotated[
        float,
        Help(
            "fraction of the codes read that are hidden in training, 0 to below 1; what they would "
            "tell must then be taken from the caption"
        ),
    ] = 0.0

    def __post_init__(self) -> None:
        require_sizes(self, "n_words", "caption_length")
        require_fraction(self, "code_dropout")
        require_kind(self, autoencoder=VQVAEConfig, gpt=GPTConfig)


class DalleOutput(NamedTuple):
    """What the two networks make of a batch."""

    reconstructions: Tensor  # (B, N, Y, X)
    codebook_loss: Tensor  # 0-dim
    codes: Tensor  # int64 (B, G)
    logits: Tensor  # of every code, (B, G, K)


class DALLE(nn.Module):
    """Images (B, N, Y, X) and captions (B, L) -> reconstructions, and scores of the codes."""

    def __init__(self, config: DALLEConfig) -> None:
        super().__init__()
        self.config = config
        self.autoencoder = VQVAE(config.autoencoder)
        self.n_cells = config.autoencoder.grid**2
        self.gpt = GPT(
            replace(
                config.gpt,
                vocabulary_size=config.n_words + config.autoencoder.n_codes,
                # The last code is written and never read.
                context=config.caption_length + self.n_cells - 1,
            )
        )

    def forward(self, images: Tensor, captions: Tensor) -> DalleOutput:
        """(B, N, Y, X), (B, L) -> what both networks predict."""
        reconstructions, quantized = self.autoencoder(images)
        logits = self.code_logits(captions, quantized.codes)
        return DalleOutput(reconstructions, quantized.loss, quantized.codes, logits)

    def code_logits(self, captions: Tensor, codes: Tensor) -> Tensor:
        """(B, L), (B, G) -> scores of every code, from all that precedes it, (B, G, K)."""
        # One vocabulary for both: codes are numbered behind the
        # words. The last code predicts nothing.
        written = self.config.n_words + codes[:, :-1]  # (B, G - 1)
        if self.training and self.config.code_dropout:
            # Two or three codes of a digit tell which it is, and the caption would be read for
            # these only.
            hidden = torch.rand(written.shape, device=codes.device) < self.config.code_dropout
            written = written.masked_fill(hidden, NOTHING)
        tokens = torch.cat((captions, written), 1)  # (B, L + G - 1)
        # From the last word of the caption on: it is what predicts the first code.
        features = self.gpt.hidden(tokens)[:, captions.shape[1] - 1 :]  # (B, G, C)
        # A word where a code belongs cannot be drawn, so it is not even scored.
        return self.gpt.head(features)[..., self.config.n_words :]

    def write(
        self,
        captions: Tensor,
        *,
        guidance: float = 1.0,
        temperature: float = 1.0,
        generator: torch.Generator | None = None,
    ) -> Iterator[Tensor]:
        """Draw the codes of images, one after the other.

        Args:
            captions: (B, L).
            guidance: how much more than without a caption a code must be likely with it; 1: as the
                model learned, 0: the caption is not heard.
            temperature: divisor of the scores, above 0.
            generator: of the draws, on the CPU.

        Yields:
            The next code of each image, int64 (B,), G times.
        """
        # Guidance needs each score twice, with the caption and without (Ho and Salimans 2022).
        both = guidance != 1
        tokens = torch.cat((captions, torch.zeros_like(captions))) if both else captions
        cache = self.gpt.new_cache(len(tokens))
        for _ in range(self.n_cells):
            logits = self.gpt.head(self.gpt.hidden(tokens, cache)[:, -1])  # (B or 2B, V + K)
            logits = logits[:, self.config.n_words :].float()
            if both:
                heard, unheard = logits.chunk(2)
                logits = unheard + guidance * (heard - unheard)
            probabilities = (logits / temperature).softmax(-1).cpu()
            codes = torch.multinomial(probabilities, 1, generator=generator).to(captions.device)
            yield codes[:, 0]
            tokens = self.config.n_words + (torch.cat((codes, codes)) if both else codes)

    @property
    def n_steps(self) -> int:
        """Steps of a drawing: one per code."""
        return self.n_cells

    def draw(
        self,
        captions: Tensor,
        *,
        guidance: float = 1.0,
        generator: torch.Generator | None = None,
        after_step: Callable[[], None] | None = None,
    ) -> Tensor:
        """Draw images for captions (B, L), see `write`; (B, N, Y, X), pixels from 0 to 1.

        Args:
            captions, guidance, generator: as in `write`.
            after_step: is called after each of the `n_steps` steps.
        """
        codes = []
        for code in self.write(captions, guidance=guidance, generator=generator):
            codes.append(code)
            if after_step:
                after_step()
        return self.autoencoder.decode(torch.stack(codes, 1))
