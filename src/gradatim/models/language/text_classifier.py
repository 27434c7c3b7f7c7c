"""A text classifier: a BERT reads the text, and the mean of what it knows is scored.

Shapes: B texts, T tokens, C width, K classes.
"""

import torch
from torch import Tensor, nn

from gradatim.models.language.bert import BERTConfig, BERTEncoder


class TextClassifier(nn.Module):
    """Tokens (B, T) -> scores of the classes (B, K)."""

    def __init__(self, config: BERTConfig, n_classes: int):
        super().__init__()
        self.config = config
        self.encoder = BERTEncoder(config)
        self.classify = nn.Linear(config.width, n_classes)

    def forward(self, tokens: Tensor, mask: Tensor | None = None) -> Tensor:
        """(B, T) -> (B, K).

        Args:
            tokens: int64.
            mask: boolean (B, T), True at tokens, False at padding; None where nothing is padding.
        """
        if mask is None:
            mask = torch.ones_like(tokens, dtype=torch.bool)
        x = self.encoder(tokens, mask)  # (B, T, C)
        # A mean over all words reaches every layer from the first step on; the vector of [CLS],
        # which BERT's authors take, must first learn to gather it.
        weight = mask[:, :, None].to(x.dtype)  # (B, T, 1)
        return self.classify((x * weight).sum(1) / weight.sum(1))
