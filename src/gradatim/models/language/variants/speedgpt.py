"""The network of the GPT speed records: GPT-2's quality from a fraction of its training.

Against LLaMA: queries and keys are normed before they meet, so that no score grows beyond bounds
(Henry et al. 2020, "Query-key normalization for transformers"); the squared ReLU of one matrix
replaces the gate of two (So et al. 2021, "Primer", section 4); and the last matrix of every branch,
and the output, are initialized at 0, so that the whole network is the identity at first and its
first step goes straight for the frequencies of the tokens.

After K. Jordan and others, "Modded-NanoGPT: speedrunning the NanoGPT baseline", 2024, records 2 to
8 (github.com/KellerJordan/modded-nanogpt), where each of these changes was kept because it saved
time.

Shapes: B batch, T tokens, C width, F hidden width.
"""

import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.layers import zero_init_residual


class SquaredReLU(nn.Module):
    """project(relu(expand(x))^2), applied to every position alike."""

    def __init__(self, width: int, hidden: int):
        super().__init__()
        self.expand = nn.Linear(width, hidden, bias=False)
        self.project = nn.Linear(hidden, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.project(F.relu(self.expand(x)).square())  # (B, T, C) -> F -> (B, T, C)


class SpeedGPT(Llama):
    """Tokens (B, T) -> scores of the next token at every place (B, T, V).

    Args:
        config: sizes as of a LLaMA, with an output matrix of its own (`tie_embeddings=False`).
    """

    def __init__(self, config: LlamaConfig):
        super().__init__(config)
        # Deviation 1: what the first norm would make of it anyway, and what the records start from.
        nn.init.normal_(self.token_embedding.weight)
        for name, parameter in self.blocks.named_parameters():
            if parameter.ndim == 2 and not name.endswith("project.weight"):
                nn.init.normal_(parameter, std=config.width**-0.5)
        zero_init_residual(self)
        if self.output is not None:
            nn.init.zeros_(self.output.weight)
        for block in self.blocks:
            block.attention.normed = True  # type: ignore[union-attr]

    def feed_forward(self) -> nn.Module:
        """The feed-forward network of one block."""
        return SquaredReLU(self.config.width, self.config.hidden)
